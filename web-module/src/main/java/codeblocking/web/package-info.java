/**
 * All that talks to a browser.
 *
 * <p>Thin: resources say who may and how it is told; what happens is decided in jobs-module.
 */
@NullMarked
package codeblocking.web;

import org.jspecify.annotations.NullMarked;
