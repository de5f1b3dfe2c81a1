package dev.byoml.model.store;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.tenant.AlgorithmState;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.util.List;

/** Turns an algorithm's own bytes into affinities again. */
final class AlgorithmStates {
  private AlgorithmStates() {}

  /**
   * Has the algorithm of a model read its bytes.
   *
   * @throws ModelException if the algorithm is not on the class path or cannot read them
   */
  static AlgorithmState read(
      AccessMatrix accesses,
      TrainingParameters parameters,
      Factors users,
      Factors resources,
      byte[] bytes)
      throws ModelException {
    String name = parameters.algorithm().name();
    try {
      Factorization factors = new Factorization(users, resources, List.of());
      return new AlgorithmState(bytes, Algorithms.named(name).read(accesses, factors, bytes));
    } catch (IllegalArgumentException | IOException e) {
      throw new ModelException(
          "cannot read what the algorithm %s kept of tenant %s: %s"
              .formatted(name, accesses.tenant(), e.getMessage()),
          e);
    }
  }
}
