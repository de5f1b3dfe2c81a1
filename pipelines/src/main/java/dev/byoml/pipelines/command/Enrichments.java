package dev.byoml.pipelines.command;

import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.enrich.Enrichment.Subject;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.pipelines.options.EnrichmentOptions;
import dev.byoml.pipelines.options.TrainingOptions;
import dev.byoml.transforms.enrich.EnrichmentFile;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is known of users and resources from outside their events. */
final class Enrichments {
  private static final double STRENGTH = 2;

  private Enrichments() {}

  /**
   * What the files of {@code --enrichment} say.
   *
   * @throws UsageException if one cannot be read or is wrong
   */
  static Enrichment of(EnrichmentOptions options) {
    List<Enrichment.Entry> entries = new ArrayList<>();
    for (String path : Optional.ofNullable(options.getEnrichment()).orElse(List.of())) {
      try (InputStream in = OutputFiles.open(path)) {
        entries.addAll(EnrichmentFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UsageException("--enrichment=%s cannot be read".formatted(path));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--enrichment=%s, %s".formatted(path, e.getMessage()));
      }
    }
    try {
      return Enrichment.of(entries);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--enrichment: " + e.getMessage());
    }
  }

  /**
   * The groups of {@code --peerGroup}.
   *
   * @throws UsageException if no user has such a column, or the strength cannot be
   */
  static PeerGroups groups(TrainingOptions options, Enrichment enrichment) {
    String column = options.getPeerGroup();
    if (column == null) {
      if (options.getPeerGroupStrength() != null) {
        throw new UsageException(
            "--peerGroupStrength says how much a group counts; name the column with --peerGroup");
      }
      return PeerGroups.NONE;
    }
    if (!enrichment.hasColumn(Subject.USER, column)) {
      throw new UsageException(
          "--peerGroup=%s is no column of the users in --enrichment".formatted(column));
    }
    try {
      return new PeerGroups(
          enrichment, column, Optional.ofNullable(options.getPeerGroupStrength()).orElse(STRENGTH));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--peerGroupStrength must be above 0");
    }
  }
}
