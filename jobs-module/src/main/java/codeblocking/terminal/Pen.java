package codeblocking.terminal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** How a terminal writes its next character: weight, colours (SGR). Not thread-safe. */
final class Pen {
  private static final Set<Integer> EXTENDED = Set.of(38, 48, 58);

  /** Which attributes each of 22 to 29 takes back. */
  private static final List<Set<Integer>> ENDS =
      List.of(
          Set.of(1, 2),
          Set.of(3),
          Set.of(4, 21),
          Set.of(5, 6),
          Set.of(),
          Set.of(7),
          Set.of(8),
          Set.of(9));

  private final Set<Integer> attributes = new TreeSet<>();
  private String front = "";
  private String back = "";
  private String line = "";

  void reset() {
    attributes.clear();
    front = "";
    back = "";
    line = "";
  }

  /** The parameters of one {@code CSI … m}. */
  void set(String parameters) {
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(parameters.split(";", -1)));
    while (!rest.isEmpty()) {
      String one = rest.remove();
      int code = number(one);
      if (EXTENDED.contains(code)) {
        colour(code, one.indexOf(':') >= 0 ? one : extended(one, rest));
      } else {
        set(code, one);
      }
    }
  }

  private static String extended(String code, Deque<String> rest) {
    StringJoiner all = new StringJoiner(";").add(code);
    String kind = rest.isEmpty() ? "" : rest.remove();
    all.add(kind);
    for (int more = kind.equals("2") ? 3 : 1; more > 0 && !rest.isEmpty(); more--) {
      all.add(rest.remove());
    }
    return all.toString();
  }

  private void set(int code, String text) {
    if (code == 0) {
      reset();
    } else if (code >= 22 && code <= 29) {
      attributes.removeAll(ENDS.get(code - 22));
    } else if (code <= 21) {
      attributes.add(code);
    } else if (code == 39 || code == 49 || code == 59) {
      colour(code - 1, "");
    } else if (isFront(code)) {
      front = text;
    } else if (isBack(code)) {
      back = text;
    }
  }

  private static boolean isFront(int code) {
    return (code >= 30 && code <= 37) || (code >= 90 && code <= 97);
  }

  private static boolean isBack(int code) {
    return (code >= 40 && code <= 47) || (code >= 100 && code <= 107);
  }

  private void colour(int code, String text) {
    switch (code) {
      case 38 -> front = text;
      case 48 -> back = text;
      default -> line = text;
    }
  }

  /** 0 where there is none, as terminals take it. */
  private static int number(String text) {
    int value = 0;
    for (int i = 0; i < text.length() && Character.isDigit(text.charAt(i)) && value < 1000; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  /** The sequence that makes it so again; empty where nothing is set. */
  String sequence() {
    StringJoiner all = new StringJoiner(";");
    attributes.forEach(code -> all.add(Integer.toString(code)));
    for (String colour : List.of(front, back, line)) {
      if (!colour.isEmpty()) {
        all.add(colour);
      }
    }
    return all.length() == 0 ? "" : "\u001b[" + all + "m";
  }
}
