package dev.byoml.transforms.template;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model of the template's accesses is trained where the command line does not say otherwise;
 * named like the options of {@code train}. Each may be null: then what is given there as default
 * counts. Values are checked where they are used, not here.
 *
 * @param preset where the parameters come from that nothing else sets
 * @param rank number of factors
 * @param iterations how often users and resources are solved in turn
 * @param regularization weight of the squared factors
 * @param regularizationExponent power of the number of ratings by which regularization grows
 * @param alpha weight of an observed access
 * @param nonNegative whether factors stay at or above zero
 * @param feedback {@code implicit} or {@code explicit}
 * @param likelihood how likelihoods become ratings
 * @param affinity how factors are compared
 * @param tolerance relative change of the objective that ends the iterations
 * @param algorithm name of the algorithm that learns
 * @param algorithmSettings settings of that algorithm alone
 */
public record TemplateParameters(
    String preset,
    Integer rank,
    Integer iterations,
    Double regularization,
    Double regularizationExponent,
    Double alpha,
    Boolean nonNegative,
    String feedback,
    String likelihood,
    String affinity,
    Double tolerance,
    String algorithm,
    Map<String, String> algorithmSettings) {

  /** Nothing is set. */
  public static final TemplateParameters NONE =
      new TemplateParameters(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** What is set, by the name of its key. */
  public Map<String, Object> given() {
    Map<String, Object> given = new TreeMap<>();
    for (RecordComponent component : TemplateParameters.class.getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(this);
        if (value != null) {
          given.put(component.getName(), value);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record has accessors", e);
      }
    }
    return given;
  }
}
