package dev.byoml.model.store;

import dev.byoml.model.store.file.ModelException;

/** A folder holds no model: it has no manifest, which is written last. */
public final class ModelMissingException extends ModelException {
  private static final long serialVersionUID = 1L;

  /** Says that {@code location} holds no model. */
  public ModelMissingException(String location) {
    super("there is no model in %s: it has no %s".formatted(location, ModelManifest.FILE));
  }
}
