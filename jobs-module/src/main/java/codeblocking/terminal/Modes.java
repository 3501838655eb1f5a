package codeblocking.terminal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In which modes a program has put the terminal: alternate screen, cursor keys, mouse, colours and
 * so on. No picture of the screen: programs draw that anew themselves. Not thread-safe.
 */
final class Modes {
  private static final String CSI = "\u001b[";
  private static final int MOST = 64;

  /** On where nobody has said anything: wrapping, and the cursor. */
  private static final Set<Integer> USUALLY_ON = Set.of(7, 25);

  private static final Set<Integer> ALTERNATE_SCREEN = Set.of(47, 1047, 1049);

  /** Column modes clear the screen, a saved cursor is no mode, and 2026 holds the picture back. */
  private static final Set<Integer> LEFT_OUT = Set.of(3, 40, 1048, 2026);

  private final Pen pen = new Pen();
  private final Set<Integer> unusual = new TreeSet<>();
  private final Map<String, String> others = new TreeMap<>();
  private int alternate;

  void reset() {
    pen.reset();
    unusual.clear();
    others.clear();
    alternate = 0;
  }

  boolean alternateScreen() {
    return alternate != 0;
  }

  /** {@code ESC}, an intermediate or none, and a final character. */
  void escape(String intermediate, char last) {
    switch (intermediate + last) {
      case "c" -> reset();
      case "=" -> others.put("keypad", "\u001b=");
      case ">" -> others.remove("keypad");
      default -> {
        if (intermediate.equals("(") || intermediate.equals(")")) {
          characters(intermediate, last);
        }
      }
    }
  }

  /** Which characters G0 and G1 are; line drawing is the one that matters. */
  private void characters(String which, char set) {
    if (set == 'B') {
      others.remove("set" + which);
    } else {
      others.put("set" + which, "\u001b" + which + set);
    }
  }

  /** SO and SI: which of the two is in use. */
  void shift(boolean out) {
    if (out) {
      others.put("shift", "\u000e");
    } else {
      others.remove("shift");
    }
  }

  /**
   * A control sequence: {@code CSI}, all between (parameters and intermediates), a final character.
   */
  void control(String between, char last) {
    if (last == 'm' && between.startsWith(">")) {
      others.put("keys", CSI + between + last);
    } else if (last == 'm' && plain(between)) {
      pen.set(between);
    } else if ((last == 'h' || last == 'l') && between.startsWith("?")) {
      for (String mode : between.substring(1).split(";", MOST)) {
        priv(mode, last == 'h');
      }
    } else if ((last == 'h' || last == 'l') && between.equals("4")) {
      keep("insert", last == 'h' ? CSI + "4h" : "");
    } else if (last == 'r' && plain(between)) {
      keep("region", between.isEmpty() ? "" : CSI + between + last);
    } else if (last == 'q' && between.endsWith(" ")) {
      keep("cursor", CSI + between + last);
    } else if (last == 'p' && between.equals("!")) {
      int screen = alternate;
      reset();
      alternate = screen;
    }
  }

  private void keep(String what, String sequence) {
    if (sequence.isEmpty()) {
      others.remove(what);
    } else {
      others.put(what, sequence);
    }
  }

  private static boolean plain(String between) {
    return between.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
  }

  private void priv(String text, boolean on) {
    if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(Character::isDigit)) {
      return;
    }
    int mode = Integer.parseInt(text);
    if (ALTERNATE_SCREEN.contains(mode)) {
      alternate = on ? mode : 0;
    } else if (on == USUALLY_ON.contains(mode)) {
      unusual.remove(mode);
    } else if (unusual.size() < MOST && !LEFT_OUT.contains(mode)) {
      unusual.add(mode);
    }
  }

  /** What puts a fresh terminal in these modes; empty where they are a fresh one's. */
  String sequence() {
    if (alternate == 0 && unusual.isEmpty() && others.isEmpty()) {
      return pen.sequence();
    }
    StringBuilder all = new StringBuilder();
    if (alternate != 0) {
      all.append(CSI).append('?').append(alternate).append('h');
    }
    for (int mode : unusual) {
      all.append(CSI).append('?').append(mode).append(USUALLY_ON.contains(mode) ? 'l' : 'h');
    }
    others.values().forEach(all::append);
    return all.append(pen.sequence()).toString();
  }
}
