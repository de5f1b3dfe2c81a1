package dev.byoml.transforms.beam;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** The coders of accesses, which are the default of their types in every pipeline. */
public final class AccessCoders implements CoderProviderRegistrar {
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<Long> NUMBER = VarLongCoder.of();
  private static final Coder<Instant> TIME = InstantCoder.of();

  /** Of an access's tenant, user and resource. */
  public static final Coder<AccessKey> KEY = RecordCoder.of(AccessKey.class, TEXT, TEXT, TEXT);

  /** Of what is known about the account and the computer. */
  public static final Coder<AccessEntities> ENTITIES =
      RecordCoder.of(AccessEntities.class, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT);

  /** Of a row of an input that is an access. */
  public static final Coder<AccessEvent> EVENT =
      RecordCoder.of(AccessEvent.class, KEY, TIME, NUMBER, ENTITIES, TEXT);

  /** Of what an access's rows add up to. */
  public static final Coder<AccessTotals> TOTALS =
      RecordCoder.of(AccessTotals.class, NUMBER, NUMBER, TIME, TIME, ENTITIES);

  /** For the service loader. */
  public AccessCoders() {}

  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(
        CoderProviders.forCoder(TypeDescriptor.of(Instant.class), TIME),
        CoderProviders.forCoder(TypeDescriptor.of(AccessKey.class), KEY),
        CoderProviders.forCoder(TypeDescriptor.of(AccessEntities.class), ENTITIES),
        CoderProviders.forCoder(TypeDescriptor.of(AccessEvent.class), EVENT),
        CoderProviders.forCoder(TypeDescriptor.of(AccessTotals.class), TOTALS));
  }
}
