package dev.byoml.transforms.benchmark;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.score.AllowList;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/** Writes large side data and many tenants, and measures what an allow-list costs an access. */
public final class SideData {
  private static final int ACCESSES = 200_000;
  private static final Instant TIME = Instant.parse("2026-03-31T12:00:00Z");

  private SideData() {}

  /**
   * Writes {@code enrichment.csv}, {@code verdicts.csv} and {@code allow-list.csv}, or {@code
   * tenants.tsv} and {@code window.tsv}, a later day of the same tenants, or measures.
   *
   * @param arguments {@code write FOLDER ENRICHED VERDICTS ALLOWED}, {@code tenants FOLDER NUMBER},
   *     or {@code allow-list FILE}
   */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "write" -> {
        writeEnrichment(path.resolve("enrichment.csv"), Integer.parseInt(arguments[2]));
        writeVerdicts(path.resolve("verdicts.csv"), Integer.parseInt(arguments[3]));
        writeAllowList(path.resolve("allow-list.csv"), Integer.parseInt(arguments[4]));
      }
      case "tenants" -> {
        writeTenants(path.resolve("tenants.tsv"), Integer.parseInt(arguments[2]));
        writeWindow(path.resolve("window.tsv"), Integer.parseInt(arguments[2]));
      }
      case "allow-list" -> measure(AllowList.parse(Files.readString(path)));
      default -> throw new IllegalArgumentException("there is no " + arguments[0]);
    }
  }

  private static void writeEnrichment(Path file, int lines) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("user,department,title,manager\n");
      for (int i = 0; i < lines; i++) {
        out.write(
            "shire\\user%06d,department %d,title %d,shire\\user%06d\n"
                .formatted(i, i % 300, i % 2000, i / 12));
      }
    }
  }

  private static void writeVerdicts(Path file, int lines) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("tenant,actor,resource,verdict,by,at\n");
      for (int i = 0; i < lines; i++) {
        out.write(
            "0,shire\\user%06d,\\\\server%d\\share%d,benign,analyst %d,2026-01-15\n"
                .formatted(i % 40_000, i % 500, i % 7919, i % 20));
      }
    }
  }

  /** Exact pairs, patterns of one side, and patterns of both. */
  private static void writeAllowList(Path file, int lines) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("actor,resource,expires,reason,owner\n");
      for (int i = 0; i < lines; i++) {
        String entry =
            switch (i % 4) {
              case 0 -> "shire\\user%06d,\\\\server%d\\share%d".formatted(i, i % 500, i);
              case 1 -> "shire\\backup%d*,*".formatted(i);
              case 2 -> "*,\\\\server%d\\scan%d*".formatted(i % 500, i);
              default -> "*admin%d,\\\\*\\tools%d".formatted(i, i);
            };
        out.write(entry + ",2026-12-31,known,team " + i % 50 + "\n");
      }
    }
  }

  private static void writeTenants(Path file, int tenants) throws IOException {
    SplittableRandom random = new SplittableRandom(14);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int tenant = 0; tenant < tenants; tenant++) {
        for (int access = 0; access < 5; access++) {
          out.write(
              "2026-03-%02d\tuser%d\tresource%d\tx\t%d\ttenant-%06d\n"
                  .formatted(
                      1 + random.nextInt(10),
                      random.nextInt(3),
                      random.nextInt(4),
                      1 + random.nextInt(3),
                      tenant));
        }
      }
    }
  }

  /** Of each tenant one access that training may have seen and one that it cannot. */
  private static void writeWindow(Path file, int tenants) throws IOException {
    SplittableRandom random = new SplittableRandom(41);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int tenant = 0; tenant < tenants; tenant++) {
        int user = random.nextInt(3);
        out.write(
            "2026-03-31\tuser%d\tresource%d\tx\t1\ttenant-%06d\n"
                .formatted(user, random.nextInt(4), tenant));
        out.write("2026-03-31\tuser%d\tresource new\tx\t1\ttenant-%06d\n".formatted(user, tenant));
      }
    }
  }

  private static void measure(AllowList list) {
    SplittableRandom random = new SplittableRandom(14);
    AccessKey[] keys = new AccessKey[ACCESSES];
    for (int i = 0; i < keys.length; i++) {
      String user = "shire\\user%06d".formatted(random.nextInt(100_000));
      String resource =
          "\\\\server%d\\share%d".formatted(random.nextInt(500), random.nextInt(9000));
      keys[i] = new AccessKey("0", user, resource);
    }
    long allowed = 0;
    double micros = 0;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      for (AccessKey key : keys) {
        allowed += list.allows(key, TIME) ? 1 : 0;
      }
      micros = (System.nanoTime() - start) / 1e3 / keys.length;
    }
    System.out.printf(
        Locale.ROOT,
        "%,d entries: %.2f µs an access (%,d allowed)%n",
        list.size(),
        micros,
        allowed);
  }
}
