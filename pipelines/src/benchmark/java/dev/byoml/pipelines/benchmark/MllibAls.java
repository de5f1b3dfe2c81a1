package dev.byoml.pipelines.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Spark MLlib's alternating least squares on the ratings that the benchmark of {@code model} wrote,
 * as SynapseML's {@code AccessAnomaly} calls it: the rival of {@code scripts/benchmark-als.sh}.
 */
public final class MllibAls {
  private static final StructType SCHEMA =
      new StructType()
          .add("user", DataTypes.IntegerType, false)
          .add("resource", DataTypes.IntegerType, false)
          .add("rating", DataTypes.FloatType, false);

  private MllibAls() {}

  /**
   * Fits, writes the factors and prints one line of JSON.
   *
   * @param arguments file of tab-separated ratings (user, resource, rating), folder for the
   *     factors, rank, iterations, regularization, alpha
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 6) {
      System.err.println("usage: MllibAls RATINGS FACTORS RANK ITERATIONS REGULARIZATION ALPHA");
      System.exit(2);
    }
    long begin = System.nanoTime();
    String ratingsFile = Path.of(arguments[0]).toAbsolutePath().toString();
    Path factors = Path.of(arguments[1]);
    ALS als =
        new ALS()
            .setUserCol("user")
            .setItemCol("resource")
            .setRatingCol("rating")
            .setImplicitPrefs(true)
            .setNonnegative(true)
            .setRank(Integer.parseInt(arguments[2]))
            .setMaxIter(Integer.parseInt(arguments[3]))
            .setRegParam(Double.parseDouble(arguments[4]))
            .setAlpha(Double.parseDouble(arguments[5]))
            .setSeed(0);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("MLlib ALS")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 4)
            .getOrCreate()) {
      Dataset<Row> ratings = read(spark, ratingsFile).cache();
      long pairs = ratings.count();
      long processorStart = processorTime();
      long start = System.nanoTime();
      ALSModel model = als.fit(ratings);
      long users = model.userFactors().count();
      long resources = model.itemFactors().count();
      double seconds = (System.nanoTime() - start) / 1e9;
      double processorSeconds = (processorTime() - processorStart) / 1e9;
      double wholeSeconds = (System.nanoTime() - begin) / 1e9;
      Files.createDirectories(factors);
      write(model.userFactors(), factors.resolve("users.bin"));
      write(model.itemFactors(), factors.resolve("resources.bin"));
      System.out.printf(
          Locale.ROOT,
          "{\"engine\":\"mllib\",\"pairs\":%d,\"users\":%d,\"resources\":%d,\"seconds\":%.3f,"
              + "\"processorSeconds\":%.2f,\"wholeSeconds\":%.3f,\"peakMemoryBytes\":%d}%n",
          pairs,
          users,
          resources,
          seconds,
          processorSeconds,
          wholeSeconds,
          PeakMemory.ofThisProcess());
    }
  }

  private static Dataset<Row> read(SparkSession spark, String file) {
    return spark.read().format("csv").option("sep", "\t").schema(SCHEMA).load(file);
  }

  private static void write(Dataset<Row> factors, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      var rows = factors.toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        out.writeInt(row.getInt(0));
        List<Float> values = row.getList(1);
        for (float value : values) {
          out.writeFloat(value);
        }
      }
    }
  }

  /** Processor time of all threads of this process until now, in nanoseconds. */
  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
