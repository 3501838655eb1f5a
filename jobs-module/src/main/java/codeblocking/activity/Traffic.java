package codeblocking.activity;

import codeblocking.project.ProjectId;

/** What has gone through a project's terminals in this process. */
public interface Traffic {
  /** Bytes; rising while the terminals stay, less when one has ended. */
  record Flow(long typed, long output) {
    public static final Flow NONE = new Flow(0, 0);
  }

  Flow of(ProjectId project);
}
