package dev.byoml.transforms.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** What {@code scripts/benchmark-scoring.sh} reads: events as Log Analytics exports them. */
public final class EventData {
  private static final int USERS = 20_000;
  private static final int RESOURCES = 2_000;
  private static final int RESOURCES_OF_A_USER = 20;
  private static final int EVENTS_OF_A_FILE = 250_000;
  private static final double FILTERED = 0.1;
  private static final double NEVER_SEEN = 0.0001;
  private static final double ACCESSES_OF_A_MIXED_DAY = 0.05;
  private static final int DAY = 86_400_000;

  private EventData() {}

  /**
   * Writes {@code training} and {@code scored}.
   *
   * @param arguments {@code accesses} or {@code mixed}, number of events, folder: all events are of
   *     kind 5140, or only 5 % as on a day of a real export
   */
  public static void main(String[] arguments) throws IOException {
    double accesses = arguments[0].equals("mixed") ? ACCESSES_OF_A_MIXED_DAY : 1;
    write(Integer.parseInt(arguments[1]), accesses, Path.of(arguments[2]));
  }

  /** One training event for each known pair; the scored ones are drawn from these pairs. */
  private static void write(int events, double accesses, Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    EventRows rows = new EventRows(random);
    int[][] known = new int[USERS][RESOURCES_OF_A_USER];
    Path training = Files.createDirectories(folder.resolve("training"));
    try (BufferedWriter out = Files.newBufferedWriter(training.resolve("events.json"))) {
      for (int user = 0; user < USERS; user++) {
        for (int i = 0; i < RESOURCES_OF_A_USER; i++) {
          known[user][i] = (user % 40 * 50 + random.nextInt(50) + i % 3 * 7) % RESOURCES;
          out.write(rows.shareAccess(user, "share" + known[user][i], -7L * DAY));
        }
      }
    }
    Path scored = Files.createDirectories(folder.resolve("scored"));
    for (int start = 0; start < events; start += EVENTS_OF_A_FILE) {
      String name = "events-%04d.json".formatted(start / EVENTS_OF_A_FILE);
      try (BufferedWriter out = Files.newBufferedWriter(scored.resolve(name))) {
        for (int i = start; i < Math.min(events, start + EVENTS_OF_A_FILE); i++) {
          int user = random.nextInt(USERS);
          out.write(
              accesses < 1 && random.nextDouble() >= accesses
                  ? rows.other(user, random.nextInt(DAY))
                  : rows.shareAccess(user, share(known[user], random), random.nextInt(DAY)));
        }
      }
    }
  }

  private static String share(int[] known, SplittableRandom random) {
    if (random.nextDouble() < FILTERED) {
      return "IPC$";
    }
    return "share"
        + (random.nextDouble() < NEVER_SEEN
            ? random.nextInt(RESOURCES)
            : known[random.nextInt(RESOURCES_OF_A_USER)]);
  }
}
