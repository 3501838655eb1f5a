package codeblocking.save;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system calls of a thread that change something, as strace(1) tells of them and lets them
 * fail. It counts calls by thread and name, and so does this.
 */
final class SystemCalls {
  private static final String CHANGES =
      "openat,write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,"
          + "mkdir,mkdirat,ftruncate,fsync,fdatasync,sendto,connect";

  private static final List<String> GROWS = List.of("write", "pwrite64", "mkdir", "ftruncate");
  private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\((.*)$");
  private static final Pattern DESCRIPTOR = Pattern.compile("^\\d+<([^>]*)>");

  /**
   * One that changes something.
   *
   * @param nth among all of its name in its thread
   * @param before how many there were of each name before
   */
  record Call(String name, int nth, String arguments, Map<String, Integer> before) {
    boolean writes() {
      return name.contains("write")
          || name.contains("sync")
          || name.contains("rename")
          || name.contains("mkdir");
    }

    @Override
    public String toString() {
      return name + " number " + nth + ", " + arguments;
    }
  }

  private SystemCalls() {}

  /** Words before a command that make it tell of its calls. */
  static List<String> traced(Path trace) {
    List<String> words = fast(trace);
    words.addAll(List.of("-e", "trace=" + CHANGES));
    return words;
  }

  /** Words before a command that have it killed instead of making the call. */
  static List<String> killed(Path trace, Call call) {
    return injected(strace(trace), List.of(injection(call.name(), "signal=KILL", call.nth() + "")));
  }

  /** Words before a command for which this one call fails. */
  static List<String> failing(Path trace, Call call, String error) {
    return injected(
        fast(trace), List.of(injection(call.name(), "error=" + error, call.nth() + "")));
  }

  /** Words before a command for which no file grows any more, from this call on. */
  static List<String> full(Path trace, Call call) {
    List<String> all = new ArrayList<>();
    for (String name : GROWS) {
      int from = call.before().getOrDefault(name, 0) + 1;
      all.add(injection(name, "error=ENOSPC", from + "+"));
    }
    if (!GROWS.contains(call.name())) {
      all.add(injection(call.name(), "error=ENOSPC", call.nth() + ""));
    }
    return injected(fast(trace), all);
  }

  private static String injection(String name, String what, String when) {
    return "inject=" + name + ":" + what + ":when=" + when;
  }

  private static List<String> injected(List<String> words, List<String> injections) {
    List<String> names = new ArrayList<>();
    for (String each : injections) {
      words.addAll(List.of("-e", each));
      names.add(each.substring("inject=".length(), each.indexOf(':')));
    }
    words.addAll(List.of("-e", "trace=" + String.join(",", names)));
    return words;
  }

  /** Stops at no other calls; but sends no signals either. */
  private static List<String> fast(Path trace) {
    List<String> words = strace(trace);
    words.add("--seccomp-bpf");
    return words;
  }

  private static List<String> strace(Path trace) {
    return new ArrayList<>(List.of("strace", "-f", "-qq", "-yy", "-s0", "-o", trace.toString()));
  }

  /**
   * Those of a Java process's main thread, which is its second. Of many writes in a row to one
   * file, the first and the last.
   */
  static List<Call> of(Path trace, Predicate<String> where) throws IOException {
    List<String> lines = Files.readAllLines(trace);
    List<String> threads = lines.stream().map(line -> line.split(" ")[0]).distinct().toList();
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    List<Call> calls = new ArrayList<>();
    for (String line : lines) {
      Matcher call = CALL.matcher(line);
      if (call.matches()) {
        String name = call.group(2);
        String arguments = call.group(3);
        Map<String, Integer> count = counts.computeIfAbsent(call.group(1), any -> new HashMap<>());
        Map<String, Integer> before = Map.copyOf(count);
        int nth = count.merge(name, 1, Integer::sum);
        if (call.group(1).equals(threads.get(1))
            && where.test(arguments)
            && (!name.equals("openat") || arguments.contains("O_CREAT"))) {
          add(calls, new Call(name, nth, arguments, before));
        }
      }
    }
    counts.remove(threads.get(1));
    calls.forEach(call -> requireAlone(call, counts.values()));
    return calls;
  }

  /** Else strace would have another thread's call fail, and not this one. */
  private static void requireAlone(Call call, Collection<Map<String, Integer>> others) {
    if (others.stream().anyMatch(count -> count.getOrDefault(call.name(), 0) >= call.nth())) {
      throw new IllegalStateException("another thread makes as many calls as " + call);
    }
  }

  private static void add(List<Call> calls, Call call) {
    int last = calls.size() - 1;
    if (last > 0 && sameFile(calls.get(last - 1), call) && sameFile(calls.get(last), call)) {
      calls.remove(last);
    }
    calls.add(call);
  }

  private static boolean sameFile(Call one, Call other) {
    Matcher first = DESCRIPTOR.matcher(one.arguments());
    Matcher second = DESCRIPTOR.matcher(other.arguments());
    return one.name().contains("write")
        && one.name().equals(other.name())
        && first.find()
        && second.find()
        && first.group(1).equals(second.group(1));
  }
}
