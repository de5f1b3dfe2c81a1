package dev.byoml.transforms.train;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.AlternatingLeastSquares;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.score.TrainingParameters;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Factorizes each tenant's access matrix by alternating least squares.
 *
 * <p>A tenant's matrix is gathered on one worker and solved there with all its cores; tenants are
 * spread over workers. A worker needs about 50 bytes for each distinct (user, resource) of its
 * tenant.
 */
public final class FactorizeByAls
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, PCollection<FactorizedTenant>> {
  private final TrainingParameters parameters;

  private FactorizeByAls(TrainingParameters parameters) {
    this.parameters = requireNonNull(parameters, "parameters");
  }

  /** Factorizes with these parameters. */
  public static FactorizeByAls with(TrainingParameters parameters) {
    return new FactorizeByAls(parameters);
  }

  @Override
  public PCollection<FactorizedTenant> expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    return parts
        .apply("Gather each tenant", GroupByKey.create())
        .apply("Factorize in memory", ParDo.of(new FactorizeTenantFn(parameters)))
        .setCoder(FactorizedTenantCoder.of());
  }

  private static final class FactorizeTenantFn
      extends DoFn<KV<String, Iterable<AccessMatrixPart>>, FactorizedTenant> {
    private final Counter tenants = Metrics.counter("byoml", "tenantsFactorized");
    private final TrainingParameters parameters;

    FactorizeTenantFn(TrainingParameters parameters) {
      this.parameters = parameters;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<AccessMatrixPart>> parts,
        OutputReceiver<FactorizedTenant> receiver) {
      AccessMatrix accesses = GatheredTenant.of(parts.getKey(), parts.getValue());
      CompressedRows ratings = parameters.likelihood().apply(accesses.likelihoods());
      Factorization factorization =
          AlternatingLeastSquares.factorize(
              accesses.tenant(),
              accesses.users(),
              accesses.resources(),
              ratings,
              parameters.als(),
              Runtime.getRuntime().availableProcessors());
      receiver.output(new FactorizedTenant(accesses, factorization));
      tenants.inc();
    }
  }
}
