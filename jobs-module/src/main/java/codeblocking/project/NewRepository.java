package codeblocking.project;

/** Makes the built-in repository and the empty workspace of a new project. */
public interface NewRepository {
  void create(Project project);
}
