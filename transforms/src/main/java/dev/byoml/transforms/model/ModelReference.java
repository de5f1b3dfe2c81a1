package dev.byoml.transforms.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Which model a run scores with.
 *
 * @param folder where the model is, on any of Beam's file systems
 * @param modelId the id that its manifest gave when the run was built; a worker that finds another
 *     one there fails instead of mixing two models
 */
public record ModelReference(String folder, String modelId) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Checks that no part is missing. */
  public ModelReference {
    requireNonNull(folder, "folder");
    requireNonNull(modelId, "modelId");
  }
}
