package dev.byoml.pipelines.benchmark;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.AccessMatrixPartCoder;
import dev.byoml.transforms.train.FactorizationMethod;
import dev.byoml.transforms.train.LearnModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Our half of {@code scripts/benchmark-engines.sh}: reads the ratings that the benchmark of {@code
 * model} wrote and factorizes them with {@link LearnModels} on a runner.
 */
public final class EngineFit {
  private static final String NAMESPACE = "benchmark";
  private static final String TENANT = "benchmark";

  private EngineFit() {}

  /** What is run. */
  public interface Options extends PipelineOptions {
    /** File of tab-separated ratings: user, resource, rating. */
    String getRatings();

    /** Sets the file of ratings. */
    void setRatings(String value);

    /** The method: {@code IN_MEMORY} or {@code BLOCKED}. */
    FactorizationMethod getMethod();

    /** Sets the method. */
    void setMethod(FactorizationMethod value);

    /** Number of blocks, or 0 for the default. */
    int getBlocks();

    /** Sets the number of blocks. */
    void setBlocks(int value);

    /** Number of factors. */
    int getRank();

    /** Sets the number of factors. */
    void setRank(int value);

    /** Number of iterations. */
    int getIterations();

    /** Sets the number of iterations. */
    void setIterations(int value);
  }

  /**
   * Fits and prints one line of JSON: seconds of the whole run, and seconds from when the last
   * ratings were handed to the factorization to when the factors were there.
   *
   * @param arguments the options of {@link Options} and of the runner
   */
  public static void main(String[] arguments) throws InterruptedException {
    // Flink's optimizer walks the graph by recursion.
    Thread thread = new Thread(null, () -> fit(arguments), "fit", 256L << 20);
    thread.start();
    thread.join();
  }

  private static void fit(String... arguments) {
    PipelineOptionsFactory.register(Options.class);
    Options options = PipelineOptionsFactory.fromArgs(arguments).create().as(Options.class);
    TrainingParameters parameters =
        new TrainingParameters(
            AlsParameters.CLASSIC
                .withRank(options.getRank())
                .withIterations(options.getIterations()),
            LikelihoodTransform.LINEAR,
            Affinity.DOT);
    LearnModels factorize = LearnModels.with(parameters).by(options.getMethod());
    if (options.getBlocks() > 0) {
      factorize = factorize.inBlocks(options.getBlocks());
    }
    long start = System.nanoTime();
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", TextIO.read().from(options.getRatings()))
        .apply("Pack", ParDo.of(new PackFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), AccessMatrixPartCoder.of()))
        .apply("Factorize", factorize)
        .apply("Digest", ParDo.of(new DigestFn()));
    double graphSeconds = (System.nanoTime() - start) / 1e9;
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"engine\":\"%s\",\"method\":\"%s\",\"seconds\":%.3f,\"fitSeconds\":%.3f,"
            + "\"graphSeconds\":%.3f,\"digest\":\"%016x\",\"blocksSolved\":%d,"
            + "\"peakMemoryBytes\":%d}%n",
        options.getRunner().getSimpleName(),
        options.getMethod(),
        seconds,
        (distribution(result, PhaseTime.NAMESPACE, PhaseTime.PREFIX + PhaseTime.TRAIN).getMax()
                - distribution(result, NAMESPACE, "handedOver").getMax())
            / 1e3,
        graphSeconds,
        counter(result, NAMESPACE, "digest"),
        counter(result, "byoml", "blocksSolved"),
        PeakMemory.ofThisProcess());
  }

  private static DistributionResult distribution(
      PipelineResult result, String namespace, String name) {
    DistributionResult found = DistributionResult.IDENTITY_ELEMENT;
    for (MetricResult<DistributionResult> metric :
        result.metrics().queryMetrics(filter(namespace, name)).getDistributions()) {
      found = metric.getAttempted();
    }
    return found;
  }

  private static long counter(PipelineResult result, String namespace, String name) {
    long sum = 0;
    for (MetricResult<Long> metric :
        result.metrics().queryMetrics(filter(namespace, name)).getCounters()) {
      sum += metric.getAttempted();
    }
    return sum;
  }

  private static MetricsFilter filter(String namespace, String name) {
    return MetricsFilter.builder().addNameFilter(MetricNameFilter.named(namespace, name)).build();
  }

  private static final class PackFn extends DoFn<String, KV<String, AccessMatrixPart>> {
    private static final int ENTRIES_OF_A_PART = 8192;

    private final Distribution handedOver = Metrics.distribution(NAMESPACE, "handedOver");
    private transient List<String> users;
    private transient List<String> resources;
    private transient List<Double> ratings;

    @StartBundle
    public void startBundle() {
      users = new ArrayList<>();
      resources = new ArrayList<>();
      ratings = new ArrayList<>();
    }

    @ProcessElement
    public void process(
        @Element String line, OutputReceiver<KV<String, AccessMatrixPart>> receiver) {
      int first = line.indexOf('\t');
      int second = line.indexOf('\t', first + 1);
      users.add("user" + line.substring(0, first));
      resources.add("resource" + line.substring(first + 1, second));
      ratings.add(Double.valueOf(line.substring(second + 1)));
      if (users.size() == ENTRIES_OF_A_PART) {
        receiver.output(part());
        startBundle();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (!users.isEmpty()) {
        context.output(part(), GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
    }

    private KV<String, AccessMatrixPart> part() {
      long[] counts = new long[users.size()];
      Arrays.fill(counts, 1);
      handedOver.update(System.currentTimeMillis());
      return KV.of(
          TENANT,
          new AccessMatrixPart(
              users,
              resources,
              counts,
              ratings.stream().mapToDouble(Double::doubleValue).toArray(),
              new int[0]));
    }
  }

  private static final class DigestFn extends DoFn<TenantModel, Void> {
    private final Counter digest = Metrics.counter(NAMESPACE, "digest");

    @ProcessElement
    public void process(@Element TenantModel model) {
      long hash = 17;
      for (double factor : model.userFactors().values()) {
        hash = 31 * hash + Double.doubleToLongBits(factor);
      }
      for (double factor : model.resourceFactors().values()) {
        hash = 31 * hash + Double.doubleToLongBits(factor);
      }
      digest.inc(hash >>> 1);
    }
  }
}
