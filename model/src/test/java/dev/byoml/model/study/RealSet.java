package dev.byoml.model.study;

import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Accesses with labels, read where they were written by nobody here and the labels are of a later
 * time.
 *
 * @param name the set's name
 * @param accesses what training sees, with the days of first accesses
 * @param pairs labelled pairs whose user and resource training knows
 * @param groups who belongs together, where that is known
 */
public record RealSet(
    String name, AccessMatrix accesses, List<StudySample.Pair> pairs, PeerGroups groups) {
  private static final String TENANT = "0";
  private static final String GROUP = "department";

  /** Reads {@code train.tsv.gz} and {@code labels.tsv} of a folder. */
  static RealSet read(Path folder) throws IOException {
    Map<String, TreeMap<Integer, Long>> days = new TreeMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("train.tsv.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] columns = line.split("\t", -1);
        days.computeIfAbsent(columns[1] + "\t" + columns[2], key -> new TreeMap<>())
            .merge(
                (int) LocalDate.parse(columns[0]).toEpochDay(),
                Long.parseLong(columns[4]),
                Long::sum);
      }
    }
    AccessMatrixBuilder builder = new AccessMatrixBuilder(TENANT);
    days.forEach(
        (key, counts) -> {
          String[] pair = key.split("\t");
          long total = counts.values().stream().mapToLong(Long::longValue).sum();
          double span = 1.0 + counts.lastKey() - counts.firstKey();
          builder.add(pair[0], pair[1], total, total / span, counts.firstKey());
        });
    AccessMatrix accesses = builder.build();
    return new RealSet(
        folder.getFileName().toString(),
        accesses,
        pairs(accesses, Files.readAllLines(folder.resolve("labels.tsv"))),
        groups(folder.resolve("users.csv")));
  }

  private static PeerGroups groups(Path users) throws IOException {
    if (!Files.exists(users)) {
      return PeerGroups.NONE;
    }
    List<Enrichment.Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(users)) {
      String[] columns = line.split(",");
      entries.add(new Enrichment.Entry(Side.USER, null, columns[0], Map.of(GROUP, columns[1])));
    }
    return new PeerGroups(Enrichment.of(entries), GROUP, 2);
  }

  /** A generated organisation, whose groups are not told. */
  static RealSet of(StudySample sample) {
    return new RealSet("", sample.accesses(), sample.pairs(), PeerGroups.NONE);
  }

  /** The same set by another name. */
  RealSet named(String newName) {
    return new RealSet(newName, accesses, pairs, groups);
  }

  /** The same set without groups. */
  RealSet withoutGroups() {
    return new RealSet(name, accesses, pairs, PeerGroups.NONE);
  }

  /** The same set with the groups of the users, but each in the place of another. */
  RealSet withShuffledGroups() {
    List<String> groupOf = new ArrayList<>();
    accesses.users().forEach(user -> groupOf.add(groups.group(TENANT, user).orElse("")));
    Collections.shuffle(groupOf, new Random(1));
    List<Enrichment.Entry> entries = new ArrayList<>();
    for (int user = 0; user < groupOf.size(); user++) {
      entries.add(
          new Enrichment.Entry(
              Side.USER, null, accesses.users().get(user), Map.of(GROUP, groupOf.get(user))));
    }
    return new RealSet(
        name + ", shuffled departments",
        accesses,
        pairs,
        new PeerGroups(Enrichment.of(entries), GROUP, 2));
  }

  private static List<StudySample.Pair> pairs(AccessMatrix accesses, List<String> labels) {
    List<StudySample.Pair> pairs = new ArrayList<>();
    for (String line : labels) {
      String[] columns = line.split("\t");
      int user = Collections.binarySearch(accesses.users(), columns[1]);
      int resource = Collections.binarySearch(accesses.resources(), columns[2]);
      if (user >= 0 && resource >= 0) {
        pairs.add(new StudySample.Pair(user, resource, columns[3].equals("1")));
      }
    }
    return pairs;
  }
}
