package codeblocking.remote;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be done to a request; the first one that matches is taken. */
sealed interface Fault {
  Faults.On on();

  /** Nothing is done, and no later fault is taken. */
  record Pass(Faults.On on) implements Fault {}

  record Fail(Faults.On on, int status, Map<String, String> headers) implements Fault {}

  record Say(Faults.On on, @Nullable String contentType, String body) implements Fault {}

  record Reset(Faults.On on) implements Fault {}

  record Stall(Faults.On on) implements Fault {}

  /** A byte now and then, within the answer's headers or its body. */
  record Trickle(Faults.On on, boolean headers) implements Fault {}

  record Truncate(Faults.On on, long afterBytes) implements Fault {}

  record DropBody(Faults.On on, long afterBytes) implements Fault {}

  record DropResponse(Faults.On on) implements Fault {}
}
