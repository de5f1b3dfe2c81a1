// Databricks notebook source
// MAGIC %md
// MAGIC # Anomalous resource access, 1 of 3: what the data look like
// MAGIC
// MAGIC Somebody's account is stolen. What the thief does with it is allowed; what gives the thief away is *which* folders are opened, since nobody like the owner of the account opens those.
// MAGIC This notebook looks at the events (5140: a session first touches a network share), the next ones learn from them and find what is odd.
// MAGIC
// MAGIC Attach it to a cluster of runtime 16.4 LTS (Scala 2.12, Java 17) in dedicated access mode, with `byoml-bundled-spark.jar` as a library; see `README.md` beside the folder of this notebook.
// MAGIC
// MAGIC ## Settings: the only cell to change
// MAGIC Every worker reads and writes these folders: a volume of Unity Catalog, or `azfs://ACCOUNT/CONTAINER`.

// COMMAND ----------

val folder = "/Volumes/soc/byoml/notebooks" // made if it is not there
val events = s"$folder/data/am-securityevent" // the sample, or your own export

// COMMAND ----------

// MAGIC %md
// MAGIC ## Sample data
// MAGIC Two invented organisations, three weeks, attacks on the last day. For your own data leave this cell out.

// COMMAND ----------

import dev.byoml.pipelines.Byoml
import dev.byoml.pipelines.notebook._
import java.nio.file.{Files, Paths}
import scala.collection.JavaConverters._

/** Runs a command of sentinel-byoml on this cluster's Spark, which goes on, and stops where it did not work. */
def byoml(arguments: String*): Unit = {
  val onThisCluster = Seq("--runner=SparkRunner", "--usesProvidedSparkContext")
  require(Byoml.run(arguments ++ onThisCluster: _*) == 0, "the command did not work; standard error of the driver says why")
}

if (Files.notExists(Paths.get(folder, "data"))) {
  byoml("sample-data", s"--output=$folder/data", "--seed=1")
}

// COMMAND ----------

// MAGIC %md
// MAGIC ## Rows
// MAGIC One JSON object a line, in a folder for each five minutes. Spark reads them as they are; most are not 5140 but sign-ins (4624), processes (4688) and file checks (5145).

// COMMAND ----------

val rows = spark.read.option("recursiveFileLookup", "true").json(events)
rows.createOrReplaceTempView("rows")
val byEvent = spark.sql("SELECT EventID, count(*) AS rows FROM rows WHERE EventID IS NOT NULL GROUP BY EventID ORDER BY EventID")
byEvent.show()

// COMMAND ----------

val counts = byEvent.collect().map(row => (s"event ${row.get(0)}", java.lang.Long.valueOf(row.getLong(1))))
val ordered = new java.util.LinkedHashMap[String, java.lang.Long]()
counts.foreach { case (event, count) => ordered.put(event, count) }
displayHTML(Charts.bars("Rows of each event", ordered))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Who touches what
// MAGIC A resource that everybody touches says nothing about anybody. The noise of Windows (`IPC$`, `SYSVOL`, machine accounts) links everybody with everybody; the program filters and counts it.

// COMMAND ----------

spark.sql("""
  SELECT lower(Computer) AS computer, lower(element_at(split(ShareName, '\\\\'), -1)) AS share, count(DISTINCT lower(Account)) AS users, count(*) AS sessions
  FROM rows WHERE EventID = 5140 AND NOT Account LIKE '%$'
  GROUP BY 1, 2 ORDER BY users DESC LIMIT 15
""").show(false)
