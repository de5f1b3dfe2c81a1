package dev.byoml.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of a small organisation for tests: three departments of six people with three shares each,
 * and a share that everybody uses. Nobody touches the shares of another department.
 */
public final class Events {
  /** Start of the training days. */
  public static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  /** End of the training days and start of the scored day. */
  public static final Instant SCORED_DAY = Instant.parse("2026-03-16T00:00:00Z");

  private static final List<String> DEPARTMENTS = List.of("finance", "hr", "engineering");
  private static final int PEOPLE = 6;
  private static final int SHARES = 3;

  private Events() {}

  /** The lines of the training days, in the order of time. */
  public static List<String> training() {
    List<String> lines = new ArrayList<>();
    for (int day = 0; day < 14; day++) {
      for (String department : DEPARTMENTS) {
        for (int person = 0; person < PEOPLE; person++) {
          Instant time = START.plusSeconds(86_400L * day + 3_600L * (8 + person) + 7 * day);
          for (int share = 0; share < SHARES; share++) {
            if ((day + person + share) % 3 != 0) {
              lines.add(event(person(department, person), department + share, time));
            }
          }
          lines.add(event(person(department, person), "public", time.plusSeconds(60)));
        }
      }
    }
    return lines;
  }

  /** A person of a department, as the template spells it. */
  public static String person(String department, int number) {
    return "shire\\%s.%d".formatted(department, number);
  }

  /** A share, as the template spells it. */
  public static String share(String name) {
    return "\\\\fs01.shire.example\\" + name;
  }

  /** A row of SecurityEvent: {@code account} touches {@code share}. */
  public static String event(String account, String share, Instant time) {
    return row(5140, account, share, time, account + share + time);
  }

  /** A row of SecurityEvent of any event and identity. */
  public static String row(int event, String account, String share, Instant time, String itemId) {
    return ("{\"TenantId\":\"t1\",\"TimeGenerated\":\"%s\",\"EventID\":%d,\"Account\":\"%s\","
            + "\"Computer\":\"FS01.shire.example\",\"ShareName\":\"\\\\\\\\*\\\\%s\","
            + "\"IpAddress\":\"10.0.0.7\",\"_ItemId\":\"%s\",\"Type\":\"SecurityEvent\"}")
        .formatted(time, event, account.replace("\\", "\\\\"), share, itemId.replace("\\", "\\\\"));
  }

  /** Writes lines to a file, making its folder. */
  public static Path write(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, lines);
  }
}
