package dev.byoml.pipelines.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.als.Factors;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.transforms.model.BeamModelFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What {@code scripts/benchmark-scoring.sh} scores: events as Log Analytics exports them, and the
 * factors of a model as JSON for the rival.
 */
public final class ScoringData {
  private static final int USERS = 20_000;
  private static final int RESOURCES = 2_000;
  private static final int RESOURCES_OF_A_USER = 20;
  private static final int EVENTS_OF_A_FILE = 250_000;
  private static final double FILTERED = 0.1;
  private static final double NEVER_SEEN = 0.0001;
  private static final Instant DAY = Instant.parse("2026-03-31T00:00:00Z");

  private ScoringData() {}

  /**
   * Runs one part.
   *
   * @param arguments {@code events NUMBER FOLDER}: writes {@code training} and {@code scored};
   *     {@code factors MODEL FOLDER}: writes {@code users.json} and {@code resources.json}
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "events" -> writeEvents(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
      case "factors" -> writeFactors(arguments[1], Path.of(arguments[2]));
      default -> throw new IllegalArgumentException("no part is called " + arguments[0]);
    }
  }

  /** One training event for each known pair; the scored ones are drawn from these pairs. */
  private static void writeEvents(int events, Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    int[][] known = new int[USERS][RESOURCES_OF_A_USER];
    Path training = Files.createDirectories(folder.resolve("training"));
    try (BufferedWriter out = Files.newBufferedWriter(training.resolve("events.json"))) {
      for (int user = 0; user < USERS; user++) {
        for (int i = 0; i < RESOURCES_OF_A_USER; i++) {
          known[user][i] = (user % 40 * 50 + random.nextInt(50) + i % 3 * 7) % RESOURCES;
          out.write(event(random, user, "share" + known[user][i], -7 * 86_400_000L));
        }
      }
    }
    Path scored = Files.createDirectories(folder.resolve("scored"));
    for (int start = 0; start < events; start += EVENTS_OF_A_FILE) {
      String name = "events-%04d.json".formatted(start / EVENTS_OF_A_FILE);
      try (BufferedWriter out = Files.newBufferedWriter(scored.resolve(name))) {
        for (int i = start; i < Math.min(events, start + EVENTS_OF_A_FILE); i++) {
          int user = random.nextInt(USERS);
          String share =
              random.nextDouble() < FILTERED
                  ? "IPC$"
                  : "share"
                      + (random.nextDouble() < NEVER_SEEN
                          ? random.nextInt(RESOURCES)
                          : known[user][random.nextInt(RESOURCES_OF_A_USER)]);
          out.write(event(random, user, share, random.nextInt(86_400_000)));
        }
      }
    }
  }

  private static String event(SplittableRandom random, int user, String share, long millis) {
    return ("{\"TenantId\":\"8bc9d7b4-d1d0-4514-94e8-304cc53c869e\",\"TimeGenerated\":\"%s\","
            + "\"SourceSystem\":\"OpsManager\",\"Account\":\"CONTOSO\\\\user%d\","
            + "\"AccountType\":\"User\",\"Computer\":\"fs%02d.contoso.example\","
            + "\"EventSourceName\":\"Microsoft-Windows-Security-Auditing\","
            + "\"Channel\":\"Security\",\"Task\":12808,\"Level\":\"0\",\"EventID\":5140,"
            + "\"Activity\":\"5140 - A network share object was accessed.\","
            + "\"SubjectUserSid\":\"S-1-5-21-2155907410-1105061315-3343766266-%d\","
            + "\"SubjectUserName\":\"user%d\",\"SubjectDomainName\":\"CONTOSO\","
            + "\"ObjectType\":\"File\",\"IpAddress\":\"10.16.%d.6\",\"IpPort\":\"52492\","
            + "\"ShareName\":\"\\\\\\\\*\\\\%s\",\"AccessMask\":\"0x1\","
            + "\"Type\":\"SecurityEvent\",\"_ItemId\":\"%s\"}\n")
        .formatted(
            DAY.plusMillis(millis),
            user,
            share.hashCode() & 31,
            1000 + user,
            user,
            user % 250,
            share,
            new UUID(random.nextLong(), random.nextLong()));
  }

  private static void writeFactors(String modelFolder, Path folder) throws IOException {
    ModelReader reader = ModelReader.open(new BeamModelFolder(modelFolder));
    String tenant = reader.manifest().tenants().get(0).tenant();
    TenantModel model = reader.tenant(tenant).orElseThrow();
    Files.createDirectories(folder);
    write(folder.resolve("users.json"), model.accesses().users(), model.userFactors());
    write(folder.resolve("resources.json"), model.accesses().resources(), model.resourceFactors());
  }

  private static void write(Path file, List<String> ids, Factors factors) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 0; row < ids.size(); row++) {
        out.write(
            mapper.writeValueAsString(Map.of("id", ids.get(row), "factors", factors.row(row))));
        out.write('\n');
      }
    }
  }
}
