/**
 * Projects: who owns what, where its work goes, and the state that people see.
 *
 * <p>A project's state shall be a pure function of facts ({@link
 * codeblocking.project.ProjectState}). Out of scope: doing anything about it.
 */
@NullMarked
package codeblocking.project;

import org.jspecify.annotations.NullMarked;
