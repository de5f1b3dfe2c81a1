package dev.byoml.pipelines.imports;

import dev.byoml.pipelines.run.FeedbackOptions;
import dev.byoml.pipelines.run.InputOptions;
import dev.byoml.pipelines.run.ModelOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml import}. */
public interface ImportOptions extends InputOptions, ModelOptions, FeedbackOptions {
  /** How events are read. */
  @Description(InputOptions.TEMPLATE + " Default: file-share-access.")
  String getTemplate();

  /** Sets how events are read. */
  void setTemplate(String value);

  /** Vectors of the users. */
  @Description(
      "Vectors of the users: a file, a glob, or a folder as Spark writes it, of JSON lines (id or"
          + " user; vector, factors or features; tenant) or CSV with a header (id or user, tenant,"
          + " and a column for each number), also .gz, or of Avro or Parquet.")
  @Validation.Required
  String getUserVectors();

  /** Sets the vectors of the users. */
  void setUserVectors(String value);

  /** Vectors of the resources. */
  @Description("Vectors of the resources, written like --userVectors.")
  @Validation.Required
  String getResourceVectors();

  /** Sets the vectors of the resources. */
  void setResourceVectors(String value);

  /** The tenant of vectors that name none. */
  @Description("The tenant of vectors that name none. Default: 0.")
  String getTenant();

  /** Sets the tenant of vectors that name none. */
  void setTenant(String value);

  /** An ONNX model that compares vectors. */
  @Description(
      "An ONNX model that compares vectors in place of --affinity: inputs user and resource, 32-bit"
          + " floats [n, d]; one output, 32-bit floats [n] or [n, 1]. ONNX Runtime"
          + " (com.microsoft.onnxruntime:onnxruntime) must be on BYOML_CLASS_PATH. Default: none.")
  String getOnnx();

  /** Sets the ONNX model that compares vectors. */
  void setOnnx(String value);

  /** What the output of the ONNX model means. */
  @Description(
      "What the output of the ONNX model means: affinity, larger the better an access fits; anomaly,"
          + " larger the odder it is. Default: affinity.")
  String getOnnxOutput();

  /** Sets what the output of the ONNX model means. */
  void setOnnxOutput(String value);

  /** How vectors are compared. */
  @Description(
      "How vectors are compared: dot, as factors of alternating least squares are meant; cosine;"
          + " neighbourhood, the cosine of averages over neighbours. Default: dot.")
  String getAffinity();

  /** Sets how vectors are compared. */
  void setAffinity(String value);
}
