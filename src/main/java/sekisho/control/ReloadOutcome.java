package sekisho.control;

import java.util.List;
import sekisho.config.Difference;
import sekisho.config.Problem;

/** What became of a reload. */
public sealed interface ReloadOutcome {

  /**
   * Another generation is in force.
   *
   * @param generation its number
   * @param difference to the one before
   * @param warnings what is doubtful about it
   * @param notes what does not take effect at once, or not for everybody, in sentences
   */
  record Published(
      int generation, Difference difference, List<Problem> warnings, List<String> notes)
      implements ReloadOutcome {
    public Published {
      warnings = List.copyOf(warnings);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Everything is as it was.
   *
   * @param problems what is in the way, warnings among them; at least one error
   */
  record Refused(List<Problem> problems) implements ReloadOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
