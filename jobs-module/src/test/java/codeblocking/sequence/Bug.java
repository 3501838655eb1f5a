package codeblocking.sequence;

/** What the checker must find when it is put in on purpose. */
enum Bug {
  NONE,
  /** The gate takes every workspace for saved. */
  DIRTINESS_IS_IGNORED,
  /** What somebody resumed after the comparison is killed all the same. */
  RESUMED_IS_KILLED,
  /** The engine lets two containers bear one name. */
  NAMES_ARE_NO_MUTEX
}
