// Databricks notebook source
// MAGIC %md
// MAGIC # Anomalous resource access, 2 of 3: training
// MAGIC
// MAGIC A model learns how well any user fits any resource of a tenant, including pairs that never met. It needs no labels and no list of departments.
// MAGIC
// MAGIC Attach it to a cluster of runtime 16.4 LTS (Scala 2.12, Java 17) in dedicated access mode, with `byoml-bundled-spark.jar` as a library; see `README.md` beside the folder of this notebook.
// MAGIC
// MAGIC ## Settings: the only cell to change

// COMMAND ----------

val folder = "/Volumes/soc/byoml/notebooks"
val input = s"$folder/data/am-securityevent" // the sample, or your own export
val from = "2026-03-11"
val to = "2026-03-31"
val model = s"$folder/model" // a new folder
val labels = s"$folder/data/labels.tsv" // what is known to be an attack, if anything is

// COMMAND ----------

import dev.byoml.pipelines.Byoml
import dev.byoml.pipelines.notebook._
import java.nio.file.{Files, Paths}
import java.util.Arrays.asList
import scala.collection.JavaConverters._

/** Runs a command of sentinel-byoml on this cluster's Spark, which goes on, and stops where it did not work. */
def byoml(arguments: String*): Unit = {
  val onThisCluster = Seq("--runner=SparkRunner", "--usesProvidedSparkContext")
  require(Byoml.run(arguments ++ onThisCluster: _*) == 0, "the command did not work; standard error of the driver says why")
}

// COMMAND ----------

// MAGIC %md
// MAGIC ## Train
// MAGIC The same command as on one machine, and the same model id. A model that exists is never touched.

// COMMAND ----------

if (Files.notExists(Paths.get(model, "manifest.json"))) {
  byoml("train", s"--input=$input", s"--from=$from", s"--to=$to", s"--model=$model")
}
val trained = TrainedModel.open(model)
println("model id: " + trained.id)

// COMMAND ----------

// MAGIC %md
// MAGIC ## What it learned from

// COMMAND ----------

val learned = trained.manifest.tenants.asScala.map { tenant =>
  asList[Object](tenant.tenant, Int.box(tenant.users), Int.box(tenant.resources), Int.box(tenant.accesses), Int.box(tenant.communities))
}.asJava
displayHTML(Charts.table(asList("Tenant", "Users", "Resources", "Distinct accesses", "Communities"), learned))

// COMMAND ----------

// MAGIC %md
// MAGIC ## The objective of each iteration
// MAGIC It falls quickly at first; a flat end says that more iterations would change nothing.

// COMMAND ----------

trained.tenants.asScala.map(trained.tenant).filter(!_.objective.isEmpty).foreach { tenant =>
  displayHTML(Charts.line("Objective, tenant " + tenant.id, tenant.objective))
}

// COMMAND ----------

// MAGIC %md
// MAGIC ## Scores of training
// MAGIC Mean 0 and standard deviation 1, in every tenant.

// COMMAND ----------

trained.tenants.asScala.foreach { id =>
  val scores = trained.tenant(id).accesses.asScala.map(known => Double.box(known.score)).asJava
  displayHTML(Charts.histogram("Scores, tenant " + id, java.util.Collections.singletonMap("accesses of training", scores)))
}

// COMMAND ----------

// MAGIC %md
// MAGIC ## How well does it find attacks?

// COMMAND ----------

if (Files.exists(Paths.get(labels))) {
  byoml("evaluate", s"--model=$model", s"--labels=$labels", s"--output=$folder/evaluation")
}
