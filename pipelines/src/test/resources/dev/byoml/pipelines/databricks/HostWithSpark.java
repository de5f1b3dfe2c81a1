import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A process that has a Spark session of its own and runs commands of byoml in it, as the driver of
 * Databricks does. Run from source, on the class path of the Spark bundle: each argument is a
 * command, its words separated by blanks.
 */
public final class HostWithSpark {
  public static void main(String[] commands) {
    SparkSession session =
        SparkSession.builder().master("local[2]").appName("host").getOrCreate();
    for (String command : commands) {
      try {
        dev.byoml.pipelines.Byoml.main(command.split(" "));
        System.out.println("host: the command ended");
      } catch (RuntimeException e) {
        System.out.println("host: the command threw " + e.getMessage());
      }
    }
    long counted = session.range(1000).count();
    System.out.println("host: the session goes on and counts " + counted);
    session.stop();
  }
}
