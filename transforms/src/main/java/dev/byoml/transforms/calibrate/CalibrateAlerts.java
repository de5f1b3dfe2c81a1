package dev.byoml.transforms.calibrate;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.calibrate.AlertCalibration;
import dev.byoml.model.calibrate.DailyAccess;
import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.DailyCountsCoder;
import dev.byoml.transforms.beam.GroupTenants;
import dev.byoml.transforms.beam.InstantCoder;
import dev.byoml.transforms.beam.RecordCoder;
import dev.byoml.transforms.beam.TenantSizes;
import dev.byoml.transforms.source.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Finds out, for each tenant, how many alerts a day each threshold would have given on the last
 * days of training: {@link AlertCalibration} on what training learns from. Tenants without days
 * enough have no result.
 *
 * <p>A tenant is calibrated on one worker, which holds about 200 bytes for each distinct (user,
 * resource). Of a tenant with more of them than {@value #MOST_ACCESSES} only a sample of its users
 * is taken, which stands for all.
 */
public final class CalibrateAlerts
    extends PTransform<
        PCollection<KV<AccessKey, AccessSummary>>, PCollection<KV<String, ExpectedAlerts>>> {
  /** Encodes what a tenant's calibration days gave. */
  public static final Coder<ExpectedAlerts> EXPECTED_ALERTS =
      RecordCoder.of(
          ExpectedAlerts.class,
          InstantCoder.of(),
          InstantCoder.of(),
          VarIntCoder.of(),
          ListCoder.of(
              RecordCoder.of(ExpectedAlerts.Row.class, DoubleCoder.of(), DoubleCoder.of())));

  private static final Coder<DailyAccess> DAILY_ACCESS =
      RecordCoder.of(
          DailyAccess.class, StringUtf8Coder.of(), StringUtf8Coder.of(), DailyCountsCoder.of());

  /** The most distinct accesses that are calibrated with; a tenant with more is sampled. */
  static final int MOST_ACCESSES = 2_000_000;

  private static final KvCoder<String, ExpectedAlerts> CODER =
      KvCoder.of(StringUtf8Coder.of(), CalibrateAlerts.EXPECTED_ALERTS);

  private final TrainingParameters parameters;
  private final TimeRange range;
  private final Integer daysHeldOut;
  private final int mostAccesses;

  private CalibrateAlerts(
      TrainingParameters parameters, TimeRange range, Integer daysHeldOut, int mostAccesses) {
    this.parameters = requireNonNull(parameters, "parameters");
    this.range = requireNonNull(range, "range");
    this.daysHeldOut = daysHeldOut;
    this.mostAccesses = mostAccesses;
  }

  /** Calibrates what training with these parameters makes of all times. */
  public static CalibrateAlerts with(TrainingParameters parameters) {
    return new CalibrateAlerts(parameters, TimeRange.ALL, null, MOST_ACCESSES);
  }

  /** Does not hold out a day that lies only partly before the end of the range. */
  public CalibrateAlerts within(TimeRange range) {
    return new CalibrateAlerts(parameters, range, daysHeldOut, mostAccesses);
  }

  /**
   * Holds out that many days, not a quarter of them.
   *
   * @param days how many; 0 calibrates nothing
   * @throws IllegalArgumentException if it is negative
   */
  public CalibrateAlerts withDaysHeldOut(int days) {
    if (days < 0) {
      throw new IllegalArgumentException("days held out must not be negative, got " + days);
    }
    return new CalibrateAlerts(parameters, range, days, mostAccesses);
  }

  /** Samples the users of tenants with more distinct accesses than that. */
  CalibrateAlerts withMostAccesses(int most) {
    return new CalibrateAlerts(parameters, range, daysHeldOut, most);
  }

  /** Whether no day is held out, so that nothing is calibrated. */
  public boolean isOff() {
    return daysHeldOut != null && daysHeldOut == 0;
  }

  @Override
  public PCollection<KV<String, ExpectedAlerts>> expand(
      PCollection<KV<AccessKey, AccessSummary>> summaries) {
    if (isOff()) {
      return summaries.getPipeline().apply("Nothing", Create.empty(CODER));
    }
    PCollection<KV<String, DailyAccess>> byTenant =
        summaries
            .apply("Key by tenant", ParDo.of(new KeyFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), DAILY_ACCESS));
    // Counted apart, because Flink lets what is gathered be gone through once only.
    PCollectionView<TenantSizes> sizes =
        byTenant.apply(
            "Count each tenant", TenantSizes.of(access -> 1, mostAccesses, Integer.MAX_VALUE));
    return byTenant
        .apply("Gather each tenant", GroupTenants.bySizes(sizes))
        .apply("Calibrate", ParDo.of(new CalibrateFn(this, sizes)).withSideInputs(sizes))
        .setCoder(CODER);
  }

  private static final class KeyFn
      extends DoFn<KV<AccessKey, AccessSummary>, KV<String, DailyAccess>> {
    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> summary,
        OutputReceiver<KV<String, DailyAccess>> receiver) {
      AccessKey key = summary.getKey();
      if (summary.getValue().days().size() > 0) {
        receiver.output(
            KV.of(
                key.tenant(),
                new DailyAccess(key.user(), key.resource(), summary.getValue().days())));
      }
    }
  }

  private static final class CalibrateFn
      extends DoFn<KV<String, Iterable<DailyAccess>>, KV<String, ExpectedAlerts>> {
    private final TrainingParameters parameters;
    private final Instant end;
    private final Integer daysHeldOut;
    private final int mostAccesses;
    private final PCollectionView<TenantSizes> sizes;

    CalibrateFn(CalibrateAlerts settings, PCollectionView<TenantSizes> sizes) {
      this.parameters = settings.parameters;
      this.end = settings.range.to();
      this.daysHeldOut = settings.daysHeldOut;
      this.mostAccesses = settings.mostAccesses;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      KV<String, Iterable<DailyAccess>> tenant = context.element();
      TenantSizes known = context.sideInput(sizes);
      boolean small = known.isSmall(tenant.getKey());
      long all = small ? 1 : known.ofLarge(tenant.getKey());
      int oneUserOf = (int) ((all + mostAccesses - 1) / mostAccesses);
      List<DailyAccess> accesses = new ArrayList<>();
      for (DailyAccess access : tenant.getValue()) {
        if (Math.floorMod(spread(access.user().hashCode()), oneUserOf) == 0) {
          accesses.add(access);
        }
      }
      AlertCalibration.of(
              tenant.getKey(),
              accesses,
              oneUserOf,
              end,
              Optional.ofNullable(daysHeldOut),
              parameters,
              small ? 1 : Runtime.getRuntime().availableProcessors())
          .ifPresent(alerts -> context.output(KV.of(tenant.getKey(), alerts)));
    }

    /** Lets every bit of a hash count: the finalizer of MurmurHash3 (Appleby 2011). */
    private static int spread(int hash) {
      int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
      h = (h ^ (h >>> 13)) * 0xc2b2ae35;
      return h ^ (h >>> 16);
    }
  }
}
