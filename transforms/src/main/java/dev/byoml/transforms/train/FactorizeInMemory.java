package dev.byoml.transforms.train;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.GroupPacked;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.FactorizedTenant;
import dev.byoml.transforms.matrix.FactorizedTenantCoder;
import dev.byoml.transforms.matrix.GatheredTenant;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Factorizes each tenant in the memory of one worker: its parts are gathered there and solved with
 * all cores. Tenants are spread over workers.
 */
final class FactorizeInMemory
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, PCollection<FactorizedTenant>> {
  private final TrainingParameters parameters;
  private final long mostAccesses;

  /**
   * Factorizes with these parameters.
   *
   * @param mostAccesses the most accesses of a tenant that a worker takes, or 0 if that follows
   *     from its heap
   */
  FactorizeInMemory(TrainingParameters parameters, long mostAccesses) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.mostAccesses = mostAccesses;
  }

  @Override
  public PCollection<FactorizedTenant> expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    return parts
        .apply("Gather each tenant", GroupPacked.byKey())
        .apply("Factorize", ParDo.of(new FactorizeTenantFn(parameters, mostAccesses)))
        .setCoder(FactorizedTenantCoder.of());
  }

  private static final class FactorizeTenantFn
      extends DoFn<KV<String, Iterable<AccessMatrixPart>>, FactorizedTenant> {
    private final Counter tenants = Metrics.counter("byoml", "tenantsFactorized");
    private final PhaseTime training = PhaseTime.of(PhaseTime.TRAIN);
    private final TrainingParameters parameters;
    private final long mostAccesses;

    FactorizeTenantFn(TrainingParameters parameters, long mostAccesses) {
      this.parameters = parameters;
      this.mostAccesses = mostAccesses;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<AccessMatrixPart>> parts,
        OutputReceiver<FactorizedTenant> receiver) {
      training.atWork();
      AccessMatrix accesses = GatheredTenant.of(parts.getKey(), parts.getValue(), mostAccesses);
      CompressedRows ratings = parameters.likelihood().apply(accesses.likelihoods());
      Factorization factorization =
          AlternatingLeastSquares.factorize(
              accesses.tenant(),
              accesses.users(),
              accesses.resources(),
              ratings,
              parameters.als(),
              Runtime.getRuntime().availableProcessors());
      training.atWork();
      receiver.output(new FactorizedTenant(accesses, factorization));
      tenants.inc();
    }
  }
}
