package dev.byoml.model.store;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.tenant.TrainingParameters;
import java.time.Instant;
import java.util.List;

/**
 * What a model was made of and how, for its manifest.
 *
 * @param from start of the time range, or null where it is open
 * @param to end of the time range, or null where it is open
 * @param template which rows were accesses
 * @param parameters the parameters of the training
 * @param counts what became of the lines read
 * @param gaps parts of the time range of which no accesses were there to be read
 */
public record TrainingRun(
    Instant from,
    Instant to,
    TemplateSource template,
    TrainingParameters parameters,
    InputCounts counts,
    List<ModelManifest.Gap> gaps) {

  /** Checks that only the ends of the time range are missing, if anything. */
  public TrainingRun {
    requireNonNull(template, "template");
    requireNonNull(parameters, "parameters");
    requireNonNull(counts, "counts");
    gaps = List.copyOf(gaps);
  }

  /** A run that read all of its range. */
  public TrainingRun(
      Instant from,
      Instant to,
      TemplateSource template,
      TrainingParameters parameters,
      InputCounts counts) {
    this(from, to, template, parameters, counts, List.of());
  }
}
