package dev.byoml.transforms.train;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.GroupPacked;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.beam.TenantModelCoder;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.GatheredTenant;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes each tenant's model by any {@link dev.byoml.model.learn.Algorithm}: the one that the
 * parameters name, found on the worker's class path. A tenant's matrix is gathered on one worker
 * and learnt from there with all its cores; tenants are spread over workers.
 */
public final class LearnByAlgorithm
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, PCollection<TenantModel>> {
  private final TrainingParameters parameters;
  private final PeerGroups groups;

  private LearnByAlgorithm(TrainingParameters parameters, PeerGroups groups) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.groups = requireNonNull(groups, "groups");
  }

  /** Learns with these parameters. */
  public static LearnByAlgorithm with(TrainingParameters parameters) {
    return new LearnByAlgorithm(parameters, PeerGroups.NONE);
  }

  /** Moves users towards their group, where the algorithm finds factors. */
  public LearnByAlgorithm withPeerGroups(PeerGroups groups) {
    return new LearnByAlgorithm(parameters, groups);
  }

  @Override
  public PCollection<TenantModel> expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    return parts
        .apply("Gather each tenant", GroupPacked.byKey())
        .apply("Learn in memory", ParDo.of(new LearnTenantFn(parameters, groups)))
        .setCoder(TenantModelCoder.of());
  }

  private static final class LearnTenantFn
      extends DoFn<KV<String, Iterable<AccessMatrixPart>>, TenantModel> {
    private final Counter tenants = Metrics.counter("byoml", "tenantsLearnt");
    private final PhaseTime training = PhaseTime.of(PhaseTime.TRAIN);
    private final TrainingParameters parameters;
    private final PeerGroups groups;

    LearnTenantFn(TrainingParameters parameters, PeerGroups groups) {
      this.parameters = parameters;
      this.groups = groups;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<AccessMatrixPart>> parts,
        OutputReceiver<TenantModel> receiver) {
      training.atWork();
      AccessMatrix accesses = GatheredTenant.of(parts.getKey(), parts.getValue());
      TenantModel model =
          Algorithms.train(
              accesses, parameters, Runtime.getRuntime().availableProcessors(), groups);
      training.atWork();
      receiver.output(model);
      tenants.inc();
    }
  }
}
