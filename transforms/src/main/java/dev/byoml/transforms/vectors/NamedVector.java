package dev.byoml.transforms.vectors;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.Side;
import dev.byoml.transforms.beam.ArrayCoder;
import dev.byoml.transforms.beam.EnumCoder;
import dev.byoml.transforms.beam.RecordCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/**
 * A vector that another tool found for a user or a resource.
 *
 * @param side whose it is
 * @param id the user or resource, spelled as the template spells it
 * @param values the vector; shared, not to be changed
 */
public record NamedVector(Side side, String id, float[] values) {
  /** Encodes a vector. */
  public static final Coder<NamedVector> CODER =
      RecordCoder.of(
          NamedVector.class, EnumCoder.of(Side.class), StringUtf8Coder.of(), ArrayCoder.FLOATS);

  /** Checks that no part is missing. */
  public NamedVector {
    requireNonNull(side, "side");
    requireNonNull(id, "id");
    requireNonNull(values, "values");
  }
}
