package codeblocking.project;

/** Makes the empty workspace of a new project, and the built-in repository where it has one. */
public interface NewRepository {
  void create(Project project);
}
