// Databricks notebook source
// MAGIC %md
// MAGIC # Anomalous resource access, 3 of 3: scoring
// MAGIC
// MAGIC Every access of a new day that training has not seen gets a score; what is strangest goes to the top, with its reasons.
// MAGIC
// MAGIC Attach it to a cluster of runtime 16.4 LTS (Scala 2.12, Java 17) in dedicated access mode, with `byoml-bundled-spark.jar` as a library; see `README.md` beside the folder of this notebook.
// MAGIC
// MAGIC ## Settings: the only cell to change

// COMMAND ----------

val folder = "/Volumes/soc/byoml/notebooks"
val input = s"$folder/data/am-securityevent" // the sample, or your own export
val model = s"$folder/model"
val from = "2026-03-31"
val to = "2026-04-01"
val results = s"$folder/results" // earlier results there are replaced
val labels = s"$folder/data/labels.tsv"

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

// COMMAND ----------

byoml("score", s"--input=$input", s"--from=$from", s"--to=$to", s"--model=$model", s"--output=$results")
val trained = TrainedModel.open(model)
val scored = ScoringResults.read(results, trained)

// COMMAND ----------

// MAGIC %md
// MAGIC ## The ranking, with reasons

// COMMAND ----------

displayHTML(scored.table(15))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Who went where, and where that lies among everything usual

// COMMAND ----------

scored.tenants.asScala.foreach(tenant => displayHTML(scored.sankey(tenant) + scored.matrix(tenant)))

// COMMAND ----------

// MAGIC %md
// MAGIC ## Were the attacks found?

// COMMAND ----------

if (Files.exists(Paths.get(labels))) {
  val attacks = Files.readAllLines(Paths.get(labels)).asScala.map(_.split("\t")).filter(_(3) == "1").map(_.take(3).mkString("\t")).toSet
  val onTop = scored.anomalies.asScala.take(attacks.size).count(a => attacks(Seq(a.tenant, a.actor, a.resource).mkString("\t")))
  println(s"planted accesses: ${attacks.size}; of the ${attacks.size} highest rows $onTop are planted")
}

// COMMAND ----------

// MAGIC %md
// MAGIC ## To Microsoft Sentinel
// MAGIC `--dryRun` shows the first rows that would be sent, and sends nothing. The job `score` of `databricks.yml` sends them every hour.

// COMMAND ----------

byoml("score", s"--input=$input", s"--from=$from", s"--to=$to", s"--model=$model", "--dryRun",
  "--ingestionEndpoint=https://byoml.example.ingest.monitor.azure.com",
  "--dataCollectionRuleId=dcr-00000000000000000000000000000000",
  "--streamName=Custom-AnomalousResourceAccessResult_CL")

// COMMAND ----------

displayHTML(scored.report(900))
