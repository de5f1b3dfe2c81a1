package dev.byoml.model.study;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Trains models of one organisation; what needs the same factorization shares it. */
final class Trainer {
  private record Task(AlsParameters als, LikelihoodTransform likelihood) {}

  private final StudySample sample;
  private final Map<Task, Factorization> factorizations = new HashMap<>();

  Trainer(StudySample sample) {
    this.sample = sample;
  }

  /** Scores as the product does. */
  PairScorer of(TrainingParameters parameters) {
    return of(parameters, UnaryOperator.identity());
  }

  /** Scores as the product does, but with other factors in place of the resources'. */
  PairScorer of(TrainingParameters parameters, UnaryOperator<Factors> resources) {
    Factorization found =
        factorizations.computeIfAbsent(
            new Task(parameters.als(), parameters.likelihood()), this::factorize);
    Factorization changed =
        new Factorization(found.users(), resources.apply(found.resources()), found.objective());
    AccessScorer scorer =
        new AccessScorer(
            TenantModelFactory.create(
                sample.accesses(), LearnedModel.ofFactors(changed), parameters));
    return (user, resource) -> scorer.score(user, resource).score();
  }

  /** Scores by what {@code auto} takes. */
  static PairScorer auto(StudySample sample) {
    AccessScorer scorer =
        new AccessScorer(
            Algorithms.train(
                sample.accesses(),
                Algorithms.named("auto").defaults(),
                Runtime.getRuntime().availableProcessors()));
    return (user, resource) -> scorer.score(user, resource).score();
  }

  /** The organisation. */
  StudySample sample() {
    return sample;
  }

  /** Scores by nothing but how few users touch the resource. */
  PairScorer rarity() {
    int[] users = new int[sample.accesses().resources().size()];
    for (int resource : sample.accesses().likelihoods().columns()) {
      users[resource]++;
    }
    return (user, resource) -> -users[resource];
  }

  /** Scores by the votes of neighbours, without factorization. */
  PairScorer vote() {
    return new NeighbourVote(sample.accesses().likelihoods());
  }

  private Factorization factorize(Task task) {
    return AlternatingLeastSquares.factorize(
        sample.accesses().tenant(),
        sample.accesses().users(),
        sample.accesses().resources(),
        task.likelihood().apply(sample.accesses().likelihoods()),
        task.als(),
        Runtime.getRuntime().availableProcessors());
  }
}
