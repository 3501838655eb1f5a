package codeblocking.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything below {@code /api} that is JSON. */
@ApplicationPath("/api")
public class RestApplication extends Application {}
