package sekisho.ui;

/** How a state is shown: the class of its sign, whose words say the same. */
enum Severity {
  /** As it should be. */
  GOOD,
  /** Neither. */
  PLAIN,
  /** Somebody should look at it in daylight. */
  WARN,
  /** Somebody should look at it now. */
  BAD
}
