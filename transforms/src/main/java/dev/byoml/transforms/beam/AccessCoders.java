package dev.byoml.transforms.beam;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Makes the coders of this package the default of their types in every pipeline. */
public final class AccessCoders implements CoderProviderRegistrar {

  /** For the service loader. */
  public AccessCoders() {}

  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(
        CoderProviders.forCoder(TypeDescriptor.of(Instant.class), InstantCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(AccessKey.class), AccessKeyCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(AccessEntities.class), AccessEntitiesCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(AccessEvent.class), AccessEventCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(AccessTotals.class), AccessTotalsCoder.of()));
  }
}
