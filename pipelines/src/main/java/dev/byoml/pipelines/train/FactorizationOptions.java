package dev.byoml.pipelines.train;

import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.train.FactorizationMethod;
import dev.byoml.transforms.train.LearnModels;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Decides where models are learned. */
final class FactorizationOptions {
  private FactorizationOptions() {}

  /** A line with two ids and a time is hardly shorter. */
  private static final long BYTES_OF_A_LINE = 20;

  private enum Choice {
    AUTO,
    IN_MEMORY,
    BLOCKED
  }

  /**
   * The learning that the options ask for.
   *
   * @param range the range of the events
   * @throws UsageException if the options do not fit together
   */
  static LearnModels of(TrainingOptions options, TrainingParameters parameters, TimeRange range) {
    return of(options, parameters, () -> mostAccesses(options.getInput(), range));
  }

  /**
   * The learning that the options ask for.
   *
   * @param accesses how many there can be at most, if that is known
   * @throws UsageException if the options do not fit together
   */
  static LearnModels of(
      TrainingOptions options, TrainingParameters parameters, Supplier<OptionalLong> accesses) {
    Choice choice = choice(options);
    String algorithm = parameters.algorithm().name();
    boolean inBlocks = Algorithms.named(algorithm).beginsWithAls();
    if (choice == Choice.BLOCKED && !inBlocks) {
      throw new UsageException(
          "--factorization=blocked goes with --algorithm=auto or als; %s learns each tenant in memory"
              .formatted(algorithm));
    }
    LearnModels learning = LearnModels.with(parameters);
    if (options.getFactorizationBlocks() != null) {
      requirePositive("--factorizationBlocks", options.getFactorizationBlocks());
      learning = learning.inBlocks(options.getFactorizationBlocks());
    }
    if (options.getMostAccessesInMemory() != null) {
      requirePositive("--mostAccessesInMemory", options.getMostAccessesInMemory());
      learning = learning.holdingInMemory(options.getMostAccessesInMemory());
    }
    if (options.getMaxTenants() != null) {
      requirePositive("--maxTenants", options.getMaxTenants());
      learning = learning.withMostTenants(options.getMaxTenants());
    }
    return learning.by(
        switch (choice) {
          case IN_MEMORY -> FactorizationMethod.IN_MEMORY;
          case BLOCKED -> FactorizationMethod.BLOCKED;
          case AUTO ->
              !inBlocks || fitsInMemory(accesses.get(), learning.mostAccessesInMemory())
                  ? FactorizationMethod.IN_MEMORY
                  : FactorizationMethod.BY_SIZE;
        });
  }

  private static Choice choice(TrainingOptions options) {
    String given = options.getFactorization() == null ? "auto" : options.getFactorization();
    return switch (given.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> Choice.AUTO;
      case "inmemory" -> Choice.IN_MEMORY;
      case "blocked" -> Choice.BLOCKED;
      default ->
          throw new UsageException(
              "--factorization must be auto, inMemory or blocked, got '%s'".formatted(given));
    };
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new UsageException("%s must be at least 1, got %d".formatted(option, value));
    }
  }

  /**
   * Whether the input is so small that no tenant can be too large for a worker. If it is not, each
   * tenant is counted during the run; that, and the steps that stand ready for those that are too
   * large, would cost a small run more than all the rest.
   */
  private static boolean fitsInMemory(OptionalLong accesses, long mostAccesses) {
    return accesses.isPresent() && accesses.getAsLong() <= mostAccesses;
  }

  private static OptionalLong mostAccesses(String input, TimeRange range) {
    OptionalLong bytes = ReadEventLines.localBytes(input, range);
    return bytes.isPresent()
        ? OptionalLong.of(bytes.getAsLong() / BYTES_OF_A_LINE)
        : OptionalLong.empty();
  }
}
