package dev.byoml.transforms.read.table;

import dev.byoml.transforms.value.EventTime;
import java.time.Instant;
import java.util.List;

/**
 * Times as the page Logs of the Azure portal writes them into its CSV, in the regional format of
 * whoever exported, where the header says that they are in UTC. Only regions that write the month
 * first write AM and PM in capital letters, and with 24 hours a slash stands behind the day.
 */
final class PageTime {
  private static final EventTime PAGE =
      EventTime.of(
          List.of(
              "M/d/yyyy, h:mm:ss.SSS a",
              "M/d/yyyy, h:mm:ss a",
              "d.M.yyyy, H:mm:ss.SSS",
              "d.M.yyyy, H:mm:ss",
              "yyyy/M/d H:mm:ss.SSS",
              "yyyy/M/d H:mm:ss",
              "yyyy-M-d, H:mm:ss.SSS",
              "yyyy-M-d, H:mm:ss",
              "d/M/yyyy, H:mm:ss.SSS",
              "d/M/yyyy, H:mm:ss"),
          null);

  private PageTime() {}

  /** The same time in ISO-8601, or the text as it is if it is in no form of the page. */
  static String toIso(String text) {
    String plain = text.replace('\u202F', ' ').replace('\u00A0', ' ').strip();
    boolean isLowerCase = plain.endsWith("am") || plain.endsWith("pm") || plain.endsWith(".m.");
    Instant time = isLowerCase ? null : PAGE.parse(plain);
    return time == null ? text : time.toString();
  }
}
