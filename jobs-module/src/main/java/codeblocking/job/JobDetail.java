package codeblocking.job;

import codeblocking.event.Event;
import java.util.List;

/** A job with everything that is known of it. */
public record JobDetail(Job job, List<Attempt> attempts, List<Phase> phases, List<Event> events) {}
