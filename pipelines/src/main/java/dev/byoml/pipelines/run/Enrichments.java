package dev.byoml.pipelines.run;

import dev.byoml.model.enrich.Enrichment;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.enrich.EnrichmentFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is known of users and resources from outside their events. */
public final class Enrichments {
  private Enrichments() {}

  /**
   * What the files of {@code --enrichment} say.
   *
   * @throws UsageException if one cannot be read or is wrong
   */
  public static Enrichment of(EnrichmentOptions options) {
    List<Enrichment.Entry> entries = new ArrayList<>();
    for (String path : Optional.ofNullable(options.getEnrichment()).orElse(List.of())) {
      entries.addAll(Inputs.file("--enrichment", path, EnrichmentFile::parse));
    }
    try {
      return Enrichment.of(entries);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--enrichment: " + e.getMessage());
    }
  }
}
