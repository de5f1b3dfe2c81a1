package dev.byoml.pipelines.command;

import dev.byoml.model.score.TrainingParameters;
import dev.byoml.pipelines.options.TrainingOptions;
import dev.byoml.transforms.train.FactorizationMethod;
import dev.byoml.transforms.train.FactorizeByAls;

/** Decides where alternating least squares runs. */
final class FactorizationOptions {
  private FactorizationOptions() {}

  private enum Choice {
    AUTO,
    INMEMORY,
    BLOCKED
  }

  /**
   * The factorization that the options ask for.
   *
   * @throws UsageException if they do not fit together
   */
  static FactorizeByAls of(TrainingOptions options, TrainingParameters parameters) {
    Choice choice =
        options.getFactorization() == null
            ? Choice.AUTO
            : Inputs.choice("--factorization", options.getFactorization(), Choice.class);
    if (choice == Choice.BLOCKED && !parameters.algorithm().isAls()) {
      throw new UsageException(
          "--factorization=blocked goes with --algorithm=als; %s learns each tenant in memory"
              .formatted(parameters.algorithm().name()));
    }
    FactorizeByAls factorization = FactorizeByAls.with(parameters).by(method(choice));
    try {
      if (options.getFactorizationBlocks() != null) {
        factorization = factorization.inBlocks(options.getFactorizationBlocks());
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--factorizationBlocks must be at least 1, got " + options.getFactorizationBlocks());
    }
    try {
      if (options.getMostAccessesInMemory() != null) {
        factorization = factorization.holdingInMemory(options.getMostAccessesInMemory());
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--mostAccessesInMemory must be at least 1, got " + options.getMostAccessesInMemory());
    }
    return factorization;
  }

  private static FactorizationMethod method(Choice choice) {
    return switch (choice) {
      case AUTO, INMEMORY -> FactorizationMethod.IN_MEMORY;
      case BLOCKED -> FactorizationMethod.BLOCKED;
    };
  }
}
