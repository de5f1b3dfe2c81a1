package dev.byoml.transforms.model;

import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.TenantSummary;
import dev.byoml.model.tenant.TenantModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The tenants' models that a worker holds: each is read once, verified against the manifest, and
 * used by all threads. When they take more than a share of the heap, those that were not used for
 * longest are dropped, and read again should they be needed.
 */
public final class TenantModels {
  private static final double SHARE_OF_HEAP = 0.4;
  private static final TenantModels OF_THIS_WORKER =
      new TenantModels((long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()));

  private final long capacity;
  private final Map<ModelReference, ModelReader> readers = new HashMap<>();
  private final LinkedHashMap<Key, CompletableFuture<Optional<LoadedTenant>>> tenants =
      new LinkedHashMap<>(16, 0.75f, true);

  /** What the models of {@link #tenants} weigh together, guarded by them. */
  private long held;

  /**
   * A store of its own.
   *
   * @param capacity bytes that models may take together; one model is kept even if it takes more
   */
  TenantModels(long capacity) {
    this.capacity = capacity;
  }

  /** The one store of this Java machine. */
  public static TenantModels ofThisWorker() {
    return OF_THIS_WORKER;
  }

  /**
   * The model of a tenant.
   *
   * @param reference which model
   * @param tenant id of the tenant
   * @return the tenant's model, or nothing if the model does not know the tenant
   * @throws UncheckedIOException if a file cannot be read
   * @throws IllegalStateException if the folder no longer holds the model of that id
   */
  public Optional<LoadedTenant> get(ModelReference reference, String tenant) {
    Key key = new Key(reference, tenant);
    CompletableFuture<Optional<LoadedTenant>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<LoadedTenant>> present;
    synchronized (tenants) {
      present = tenants.putIfAbsent(key, mine);
    }
    if (present == null) {
      load(key, mine);
      present = mine;
    }
    try {
      return present.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void load(Key key, CompletableFuture<Optional<LoadedTenant>> result) {
    try {
      ModelReader reader = reader(key.reference());
      Optional<TenantModel> model = reader.tenant(key.tenant());
      AlertLine line =
          new AlertLine(reader.summary(key.tenant()).map(TenantSummary::expectedAlerts));
      result.complete(model.map(known -> LoadedTenant.of(known, line)));
      dropLeastRecentlyUsed(key, weight(result));
    } catch (IOException e) {
      forget(key, result, new UncheckedIOException(e));
    } catch (RuntimeException | Error e) {
      forget(key, result, e);
    }
  }

  private void forget(Key key, CompletableFuture<Optional<LoadedTenant>> result, Throwable reason) {
    synchronized (tenants) {
      tenants.remove(key, result);
    }
    result.completeExceptionally(reason);
  }

  private ModelReader reader(ModelReference reference) throws IOException {
    synchronized (readers) {
      ModelReader reader = readers.get(reference);
      if (reader == null) {
        reader = ModelReader.open(new BeamModelFolder(reference.folder()));
        String found = reader.manifest().modelId();
        if (!found.equals(reference.modelId())) {
          throw new IllegalStateException(
              "%s held model %s when the run began and now holds %s"
                  .formatted(reference.folder(), reference.modelId(), found));
        }
        readers.put(reference, reader);
      }
      return reader;
    }
  }

  private void dropLeastRecentlyUsed(Key keep, long weight) {
    synchronized (tenants) {
      held += weight;
      var oldestFirst = tenants.entrySet().iterator();
      while (held > capacity && oldestFirst.hasNext()) {
        var entry = oldestFirst.next();
        if (entry.getValue().isDone() && !entry.getKey().equals(keep)) {
          held -= weight(entry.getValue());
          oldestFirst.remove();
        }
      }
    }
  }

  private static long weight(CompletableFuture<Optional<LoadedTenant>> tenant) {
    if (!tenant.isDone() || tenant.isCompletedExceptionally()) {
      return 0;
    }
    return tenant.join().map(LoadedTenant::weight).orElse(0L);
  }

  private record Key(ModelReference reference, String tenant) {}
}
