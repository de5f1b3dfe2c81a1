package dev.byoml.transforms.model;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which model each window of a run without end is scored with. Every worker finds the same one, at
 * whatever time it asks, without any talk between them: what counts is when a manifest was written,
 * and not when it was seen.
 *
 * <p>A folder names one model for all windows. A pattern of folders ({@code models/*}) names those
 * that are there and those that come: a window takes the newest by its training's end of those that
 * had been trained by the window's start and whose manifest was written in time, by the window's
 * end less the part of {@code refresh} that is longer than a window. Where none was written in
 * time, it takes the one that was written first; where none had been trained by then, the one whose
 * training ended first. A model that is broken, half copied or reads events by another template is
 * passed over, with a line in the log.
 */
public final class WindowModels implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(WindowModels.class);
  private static final int REMEMBERED = 4_096;
  private static final Comparator<Published> OLDEST_TRAINING_FIRST =
      Comparator.comparing(
              (Published model) -> model.manifest().to(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Published::folder);

  /** What this Java machine has found so far, by what was asked. */
  private static final Map<WindowModels.Question, Found> OF_THIS_WORKER = new ConcurrentHashMap<>();

  private final Question question;

  private WindowModels(Question question) {
    this.question = question;
  }

  /**
   * The models of a run.
   *
   * @param model a folder, or a pattern of folders with {@code *}
   * @param templateDefinition the template that events are read by, which a model must share; null
   *     where that does not matter
   * @param length of a window
   * @param refresh how soon a newer model is taken
   */
  public static WindowModels of(
      String model, String templateDefinition, Duration length, Duration refresh) {
    return new WindowModels(
        new Question(
            OutputFiles.absolute(model),
            templateDefinition == null ? null : digest(templateDefinition),
            length,
            refresh));
  }

  /**
   * A model and what its manifest says.
   *
   * @param reference which model
   * @param manifest its manifest
   */
  public record WindowModel(ModelReference reference, ModelManifest manifest) {}

  /**
   * The model of a window.
   *
   * @param start start of the window
   * @throws IllegalStateException if there is none at all
   */
  public WindowModel of(Instant start) {
    return OF_THIS_WORKER.computeIfAbsent(question, Found::new).of(start);
  }

  private static String digest(String templateDefinition) {
    return new ContentDigest().add(templateDefinition).toHex();
  }

  private record Question(String model, String templateDigest, Duration length, Duration refresh)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    Question {
      requireNonNull(model, "model");
      requireNonNull(length, "length");
      requireNonNull(refresh, "refresh");
    }

    /** When a manifest must have been written for a window to be scored with its model. */
    Instant inTime(Instant start) {
      Duration longer = refresh.minus(length);
      return start.plus(length).minus(longer.isNegative() ? Duration.ZERO : longer);
    }
  }

  private record Published(String folder, Instant written, ModelManifest manifest) {
    boolean isTrainedBy(Instant start) {
      return manifest.to() == null || !manifest.to().isAfter(start);
    }

    WindowModel asModel() {
      return new WindowModel(new ModelReference(folder, manifest.modelId()), manifest);
    }
  }

  /** The models that were found, and which window takes which. */
  private static final class Found {
    private final Question question;
    private final LinkedHashMap<Instant, WindowModel> chosen =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Instant, WindowModel> eldest) {
            return size() > REMEMBERED;
          }
        };

    /** By folder and the time at which its manifest was written; empty where it is unusable. */
    private final Map<String, Map<Instant, Optional<Published>>> looked = new LinkedHashMap<>();

    private List<Published> usable = List.of();
    private Instant listed = Instant.MIN;

    Found(Question question) {
      this.question = question;
    }

    synchronized WindowModel of(Instant start) {
      WindowModel known = chosen.get(start);
      if (known == null) {
        Instant inTime = question.inTime(start);
        if (!listed.isAfter(inTime)) {
          list();
        }
        known = choose(start, inTime).asModel();
        chosen.put(start, known);
      }
      return known;
    }

    private Published choose(Instant start, Instant inTime) {
      if (usable.isEmpty()) {
        throw new IllegalStateException("there is no model in " + question.model());
      }
      List<Published> trained = usable.stream().filter(model -> model.isTrainedBy(start)).toList();
      return trained.stream()
          .filter(model -> !model.written().isAfter(inTime))
          .max(OLDEST_TRAINING_FIRST)
          .or(() -> trained.stream().min(Comparator.comparing(Published::written)))
          .orElseGet(() -> usable.stream().min(OLDEST_TRAINING_FIRST).orElseThrow());
    }

    private void list() {
      Instant now = Instant.now();
      try {
        String manifests = OutputFiles.in(question.model(), ModelManifest.FILE);
        List<Published> found = new ArrayList<>();
        OutputFiles.written(manifests)
            .forEach(
                (file, written) -> {
                  String folder =
                      file.substring(0, file.length() - ModelManifest.FILE.length() - 1);
                  looked
                      .computeIfAbsent(folder, any -> new LinkedHashMap<>())
                      .computeIfAbsent(written, time -> look(folder, time))
                      .ifPresent(found::add);
                });
        usable = List.copyOf(found);
        listed = now;
      } catch (IOException e) {
        if (usable.isEmpty()) {
          throw new IllegalStateException(
              "the models of %s cannot be listed: %s".formatted(question.model(), e.getMessage()),
              e);
        }
        LOG.warn("The models of {} cannot be listed: {}", question.model(), e.getMessage());
      }
    }

    private Optional<Published> look(String folder, Instant written) {
      try {
        ModelManifest manifest =
            ModelReader.open(new BeamModelFolder(folder)).manifestOfEveryTenant();
        String template = question.templateDigest();
        if (template != null && !template.equals(digest(manifest.template().definition()))) {
          LOG.warn("The model in {} is passed over: it reads events by another template", folder);
          return Optional.empty();
        }
        Optional<String> missing = missing(folder, manifest);
        if (missing.isPresent()) {
          LOG.warn("The model in {} is passed over: {} is not whole", folder, missing.get());
          return Optional.empty();
        }
        LOG.info(
            "Model {} in {}, trained to {}, is there", manifest.modelId(), folder, manifest.to());
        return Optional.of(new Published(folder, written, manifest));
      } catch (IOException e) {
        LOG.warn("The model in {} is passed over: {}", folder, e.getMessage());
        return Optional.empty();
      }
    }

    /** The first file that the manifest names and that is not there in its full length. */
    private static Optional<String> missing(String folder, ModelManifest manifest)
        throws IOException {
      List<ModelFile> files =
          Stream.concat(
                  manifest.files().stream(),
                  manifest.tenants().stream().flatMap(tenant -> tenant.files().stream()))
              .toList();
      for (ModelFile file : files) {
        Optional<Long> size = OutputFiles.size(OutputFiles.in(folder, file.name()));
        if (size.isEmpty() || size.get() != file.bytes()) {
          return Optional.of(file.name());
        }
      }
      return Optional.empty();
    }
  }
}
