package dev.byoml.transforms.train;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.beam.TenantModelCoder;
import dev.byoml.transforms.matrix.FactorizedTenant;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes each tenant's model of its factors: finds the communities, and brings scores to mean 0 and
 * standard deviation 1 on the tenant's training accesses.
 */
public final class StandardizeScores
    extends PTransform<PCollection<FactorizedTenant>, PCollection<TenantModel>> {
  private final TrainingParameters parameters;
  private final PeerGroups groups;

  private StandardizeScores(TrainingParameters parameters, PeerGroups groups) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.groups = requireNonNull(groups, "groups");
  }

  /** Standardises with these parameters. */
  public static StandardizeScores with(TrainingParameters parameters) {
    return new StandardizeScores(parameters, PeerGroups.NONE);
  }

  /** Moves users towards their group first. */
  public StandardizeScores withPeerGroups(PeerGroups groups) {
    return new StandardizeScores(parameters, groups);
  }

  @Override
  public PCollection<TenantModel> expand(PCollection<FactorizedTenant> tenants) {
    return tenants
        .apply("Standardize", ParDo.of(new StandardizeFn(parameters, groups)))
        .setCoder(TenantModelCoder.of());
  }

  private static final class StandardizeFn extends DoFn<FactorizedTenant, TenantModel> {
    private final PhaseTime standardizing = PhaseTime.of(PhaseTime.STANDARDIZE);
    private final TrainingParameters parameters;
    private final PeerGroups groups;

    StandardizeFn(TrainingParameters parameters, PeerGroups groups) {
      this.parameters = parameters;
      this.groups = groups;
    }

    @ProcessElement
    public void process(@Element FactorizedTenant tenant, OutputReceiver<TenantModel> receiver) {
      standardizing.atWork();
      TenantModel model =
          TenantModelFactory.create(tenant.accesses(), tenant.factorization(), parameters, groups);
      standardizing.atWork();
      receiver.output(model);
    }
  }
}
