package dev.byoml.transforms.model;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.WarmStart;
import dev.byoml.model.store.ModelReader;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/** The factors of an earlier model, for a factorization to start at, if there is such a model. */
public final class EarlierFactors implements Serializable {
  /** No earlier model. */
  public static final EarlierFactors NONE = new EarlierFactors(null);

  private static final long serialVersionUID = 1L;

  private final ModelReference model;

  private EarlierFactors(ModelReference model) {
    this.model = model;
  }

  /** The factors of a model. */
  public static EarlierFactors of(ModelReference model) {
    return new EarlierFactors(requireNonNull(model, "model"));
  }

  /** Whether there is an earlier model. */
  public boolean isPresent() {
    return model != null;
  }

  /**
   * Returns the factors of a tenant's users; {@link WarmStart#NONE} if the model does not know the
   * tenant.
   *
   * @throws UncheckedIOException if the model cannot be read
   * @throws IllegalStateException if its folder holds another model by now
   */
  public WarmStart of(String tenant) {
    if (model == null) {
      return WarmStart.NONE;
    }
    try {
      ModelReader reader = ModelReader.open(new BeamModelFolder(model.folder()));
      if (!reader.manifest().modelId().equals(model.modelId())) {
        throw new IllegalStateException(
            "%s held model %s when the run began and now holds %s"
                .formatted(model.folder(), model.modelId(), reader.manifest().modelId()));
      }
      return reader
          .tenant(tenant)
          .map(known -> new WarmStart(known.accesses().users(), known.userFactors()))
          .orElse(WarmStart.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
