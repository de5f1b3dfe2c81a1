package dev.byoml.transforms.vectors;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.Side;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.beam.TenantModelCoder;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Makes each tenant's model of vectors that another tool found, and of accesses on which scores are
 * standardised. An access whose user or resource has no vector is left out, and so is a vector
 * without an access; both are counted. A tenant of which nothing is left gets no model.
 */
public final class ImportVectors
    extends PTransform<PCollection<KV<String, AccessMatrixPart>>, PCollectionTuple> {
  /** The models. */
  public static final TupleTag<TenantModel> MODELS = new TupleTag<>() {};

  /** How much was used and left out, by name, added up. */
  public static final TupleTag<KV<String, Long>> NUMBERS = new TupleTag<>() {};

  private static final TupleTag<AccessMatrixPart> PARTS = new TupleTag<>() {};
  private static final TupleTag<NamedVector> VECTORS = new TupleTag<>() {};

  /** Makes a tenant's model of its accesses and the vectors of both sides. */
  @FunctionalInterface
  public interface ModelMaker extends Serializable {
    /**
     * Makes a model.
     *
     * @param accesses the accesses whose both sides have vectors
     * @param users a row for each user
     * @param resources a row for each resource, as long as those of the users
     */
    TenantModel make(AccessMatrix accesses, Factors users, Factors resources);

    /** Compares vectors as the parameters say. */
    static ModelMaker comparing(TrainingParameters parameters) {
      return (accesses, users, resources) ->
          TenantModelFactory.create(
              accesses,
              LearnedModel.ofFactors(new Factorization(users, resources, List.of())),
              parameters);
    }
  }

  private final PCollection<KV<String, NamedVector>> vectors;
  private final ModelMaker maker;

  private ImportVectors(PCollection<KV<String, NamedVector>> vectors, ModelMaker maker) {
    this.vectors = requireNonNull(vectors, "vectors");
    this.maker = requireNonNull(maker, "maker");
  }

  /**
   * Imports vectors.
   *
   * @param vectors by tenant, of both sides
   * @param maker makes the models
   */
  public static ImportVectors of(PCollection<KV<String, NamedVector>> vectors, ModelMaker maker) {
    return new ImportVectors(vectors, maker);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, AccessMatrixPart>> parts) {
    PCollectionTuple made =
        KeyedPCollectionTuple.of(PARTS, parts)
            .and(VECTORS, vectors)
            .apply("Gather each tenant", CoGroupByKey.create())
            .apply(
                "Make models",
                ParDo.of(new ImportTenantFn(maker))
                    .withOutputTags(MODELS, TupleTagList.of(NUMBERS)));
    made.get(MODELS).setCoder(TenantModelCoder.of());
    PCollection<KV<String, Long>> numbers =
        made.get(NUMBERS)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
            .apply("Add up numbers", Sum.longsPerKey());
    return PCollectionTuple.of(MODELS, made.get(MODELS)).and(NUMBERS, numbers);
  }

  private static final class ImportTenantFn extends DoFn<KV<String, CoGbkResult>, TenantModel> {
    private final ModelMaker maker;

    ImportTenantFn(ModelMaker maker) {
      this.maker = maker;
    }

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> tenant, MultiOutputReceiver receiver) {
      Map<String, float[]> users = new HashMap<>();
      Map<String, float[]> resources = new HashMap<>();
      for (NamedVector vector : tenant.getValue().getAll(VECTORS)) {
        put(vector.side() == Side.USER ? users : resources, tenant.getKey(), vector);
      }
      AccessMatrixBuilder builder = new AccessMatrixBuilder(tenant.getKey());
      long used = 0;
      long leftOut = 0;
      for (AccessMatrixPart part : tenant.getValue().getAll(PARTS)) {
        for (int i = 0; i < part.size(); i++) {
          String user = part.users().get(i);
          String resource = part.resources().get(i);
          if (users.containsKey(user) && resources.containsKey(resource)) {
            builder.add(user, resource, part.counts()[i], part.likelihoods()[i]);
            used++;
          } else {
            leftOut++;
          }
        }
      }
      int usedVectors = 0;
      if (used > 0) {
        AccessMatrix accesses = builder.build();
        usedVectors = accesses.users().size() + accesses.resources().size();
        int rank = rank(tenant.getKey(), users, resources);
        receiver
            .get(MODELS)
            .output(
                maker.make(
                    accesses,
                    factors(accesses.users(), users, rank),
                    factors(accesses.resources(), resources, rank)));
      }
      count("import.accesses", used, receiver);
      count("import.accessesWithoutVector", leftOut, receiver);
      count("import.vectors", usedVectors, receiver);
      count("import.vectorsWithoutAccess", users.size() + resources.size() - usedVectors, receiver);
    }

    private static void count(String name, long number, MultiOutputReceiver receiver) {
      receiver.get(NUMBERS).output(KV.of(name, number));
    }

    private static void put(Map<String, float[]> vectors, String tenant, NamedVector vector) {
      if (vectors.put(vector.id(), vector.values()) != null) {
        throw new IllegalArgumentException(
            "%s of tenant %s has two vectors".formatted(vector.id(), tenant));
      }
    }

    private static int rank(
        String tenant, Map<String, float[]> users, Map<String, float[]> resources) {
      TreeSet<Integer> lengths = new TreeSet<>();
      users.values().forEach(vector -> lengths.add(vector.length));
      resources.values().forEach(vector -> lengths.add(vector.length));
      if (lengths.size() != 1 || lengths.first() == 0) {
        throw new IllegalArgumentException(
            "the vectors of tenant %s are of lengths %s, but must be equally long"
                .formatted(tenant, lengths));
      }
      return lengths.first();
    }

    private static Factors factors(List<String> ids, Map<String, float[]> vectors, int rank) {
      float[] values = new float[Math.multiplyExact(ids.size(), rank)];
      for (int row = 0; row < ids.size(); row++) {
        System.arraycopy(vectors.get(ids.get(row)), 0, values, row * rank, rank);
      }
      return new Factors(rank, values);
    }
  }
}
