package dev.byoml.pipelines.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.substring_index;

import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A plain Spark SQL job that parses events, filters them, joins the factors of user and resource
 * and takes the dot product of each event: the rival of {@code scripts/benchmark-scoring.sh}. It
 * does not fold repeated rows, add up, standardise, select, explain or write.
 */
public final class SparkSqlScoring {
  private static final StructType EVENT =
      new StructType()
          .add("TenantId", DataTypes.StringType)
          .add("TimeGenerated", DataTypes.TimestampType)
          .add("Account", DataTypes.StringType)
          .add("Computer", DataTypes.StringType)
          .add("EventID", DataTypes.IntegerType)
          .add("ShareName", DataTypes.StringType)
          .add("Type", DataTypes.StringType);
  private static final StructType FACTORS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("factors", DataTypes.createArrayType(DataTypes.DoubleType));

  private SparkSqlScoring() {}

  /**
   * Scores and prints one line of JSON.
   *
   * @param arguments folder of events, folder of factors
   */
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("Spark SQL scoring")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 4)
            .getOrCreate()) {
      Path factors = Path.of(arguments[1]);
      Dataset<Row> users = factors(spark, factors.resolve("users.json"), "user");
      Dataset<Row> resources = factors(spark, factors.resolve("resources.json"), "resource");
      Dataset<Row> events =
          spark
              .read()
              .schema(EVENT)
              .json(arguments[0])
              .where("Type = 'SecurityEvent' and EventID = 5140")
              .withColumn("user", lower(col("Account")))
              .withColumn("share", lower(substring_index(col("ShareName"), "\\", -1)))
              .where("share not in ('ipc$', 'sysvol', 'netlogon', 'print$')")
              .where("not endswith(user, '$') and not endswith(user, 'anonymous logon')")
              .withColumn(
                  "resource", concat(lit("\\\\"), lower(col("Computer")), lit("\\"), col("share")));
      Dataset<Row> scored =
          events
              .join(users, "user")
              .join(resources, "resource")
              .withColumn(
                  "affinity",
                  expr(
                      "aggregate(zip_with(userFactors, resourceFactors, (x, y) -> x * y),"
                          + " 0D, (sum, x) -> sum + x)"))
              .select("TenantId", "TimeGenerated", "user", "resource", "affinity");
      // The aggregate keeps the affinity from being optimised away and costs next to nothing.
      Row sum = scored.selectExpr("count(*)", "sum(affinity)").first();
      System.out.printf(
          Locale.ROOT,
          "{\"engine\":\"spark-sql\",\"events\":%d,\"sum\":%.3f,\"seconds\":%.3f,"
              + "\"peakMemoryBytes\":%d}%n",
          sum.getLong(0),
          sum.getDouble(1),
          (System.nanoTime() - start) / 1e9,
          PeakMemory.ofThisProcess());
    }
  }

  private static Dataset<Row> factors(SparkSession spark, Path file, String side) {
    return spark
        .read()
        .schema(FACTORS)
        .json(file.toString())
        .withColumnRenamed("id", side)
        .withColumnRenamed("factors", side + "Factors");
  }
}
