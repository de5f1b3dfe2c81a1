package dev.byoml.pipelines.template;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Options of {@code byoml template}. */
public interface TemplateOptions extends PipelineOptions {
  /** The template that is checked. */
  @Description("Template that is checked: the path of a YAML file, or the name of a built-in one.")
  String getCheck();

  /** Sets the template that is checked. */
  void setCheck(String value);

  /** File of lines that the template is tried on. */
  @Description(
      "File of rows that the template is tried on; shows which are used, filtered or rejected, and"
          + " why. Without --check it says what the file is and which built-in template fits it."
          + " Its first million lines are read, without --check its first 100,000.")
  String getSample();

  /** Sets the file of lines that the template is tried on. */
  void setSample(String value);

  /** Where a first template is written to. */
  @Description(
      "YAML file that a first template for the rows of --sample is written to: the built-in one that"
          + " fits, or one whose fields are guessed. It must not be there yet.")
  String getDraft();

  /** Sets where a first template is written to. */
  void setDraft(String value);

  /** How many lines are shown of each kind. */
  @Description("How many lines are shown as examples for each outcome and reason.")
  @Default.Integer(3)
  Integer getExamples();

  /** Sets how many lines are shown of each kind. */
  void setExamples(Integer value);

  /** Whether the JSON schema of templates is printed. */
  @Description("Prints the JSON schema of templates, for an editor that checks YAML against it.")
  @Default.Boolean(false)
  Boolean getSchema();

  /** Sets whether the JSON schema of templates is printed. */
  void setSchema(Boolean value);
}
