package dev.byoml.model.score;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.matrix.AccessesByResource;
import dev.byoml.model.matrix.CompressedRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says why an access got its score: a JSON object of at most 8 KB, made from the model alone.
 * Fields that do not apply are left out:
 *
 * <ul>
 *   <li>{@code summary}: one sentence.
 *   <li>{@code usualUsers}: up to five users who touched the resource most in training, each {@code
 *       {"user", "accesses"}}, and {@code userCount}: how many there are.
 *   <li>{@code usualResources}: up to five resources the user touched most in training, each {@code
 *       {"resource", "accesses"}}, and {@code resourceCount}: how many there are.
 *   <li>{@code affinity} and {@code expectedAffinity}: that of this access, and the mean of the
 *       training accesses.
 *   <li>{@code actorCommunity} and {@code resourceCommunity}: {@code {"users", "resources"}}, the
 *       sizes of the communities that user and resource belong to.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class Explainer {
  /** The most bytes an explanation has in UTF-8. */
  public static final int MAX_BYTES = 8 * 1024;

  private static final int LONGEST_ID = 200;
  private static final int LIST_LENGTH = 5;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TenantModel model;
  private final AccessScorer scorer;

  /** Explains by the model of one tenant. */
  public Explainer(TenantModel model) {
    this.model = requireNonNull(model, "model");
    this.scorer = new AccessScorer(model);
  }

  private Explainer() {
    model = null;
    scorer = null;
  }

  /** Explains accesses of a tenant that training did not see. */
  public static Explainer ofUnknownTenant() {
    return new Explainer();
  }

  /**
   * Explains a score.
   *
   * @param user who acted
   * @param resource what was touched
   * @param scored the score of that access
   * @return a JSON object without line breaks; ids too long for it end in an ellipsis
   */
  public String explain(String user, String resource, ScoredAccess scored) {
    int idLength = LONGEST_ID;
    String explanation = explanation(user, resource, scored, idLength);
    while (explanation.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      idLength /= 2;
      explanation = explanation(user, resource, scored, idLength);
    }
    return explanation;
  }

  private String explanation(String user, String resource, ScoredAccess scored, int idLength) {
    int userIndex = model == null ? -1 : model.user(user);
    int resourceIndex = model == null ? -1 : model.resource(resource);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(
        "summary",
        summary(
            shortened(user, idLength),
            shortened(resource, idLength),
            userIndex,
            resourceIndex,
            scored.reason()));
    if (resourceIndex >= 0) {
      json.set("usualUsers", usualUsers(resourceIndex, idLength));
      json.put("userCount", model.userCount(resourceIndex));
    }
    if (userIndex >= 0) {
      json.set("usualResources", usualResources(userIndex, idLength));
      json.put("resourceCount", model.resourceCount(userIndex));
    }
    if (userIndex >= 0 && resourceIndex >= 0) {
      json.put("affinity", scorer.affinity(userIndex, resourceIndex));
      json.put("expectedAffinity", model.standardization().mean());
    }
    if (userIndex >= 0) {
      json.set("actorCommunity", community(model.communities().userCommunity(userIndex)));
    }
    if (resourceIndex >= 0) {
      json.set(
          "resourceCommunity", community(model.communities().resourceCommunity(resourceIndex)));
    }
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
    }
  }

  private String summary(String user, String resource, int userIndex, int resourceIndex, Reason r) {
    return switch (r) {
      case SEEN_BEFORE ->
          "%s touched %s before, %s in training."
              .formatted(
                  user, resource, counted(model.accessCount(userIndex, resourceIndex), "time"));
      case LOW_AFFINITY ->
          "%s never touched %s before and is unlike the %s who did."
              .formatted(user, resource, counted(model.userCount(resourceIndex), "user"));
      case OTHER_COMMUNITY ->
          "%s never touched %s before, and nothing links the two: no resource is shared with %s."
              .formatted(
                  user,
                  resource,
                  model.userCount(resourceIndex) == 1
                      ? "its one user"
                      : "any of its %d users".formatted(model.userCount(resourceIndex)));
      case NEW_ACTOR ->
          "%s was not seen in training; %s touched %s then."
              .formatted(user, counted(model.userCount(resourceIndex), "user"), resource);
      case NEW_RESOURCE ->
          "%s was not seen in training; %s touched %s then."
              .formatted(resource, user, counted(model.resourceCount(userIndex), "other resource"));
      case NEW_ACTOR_AND_RESOURCE ->
          "Neither %s nor %s was seen in training.".formatted(user, resource);
    };
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private ArrayNode usualUsers(int resource, int idLength) {
    AccessesByResource accesses = model.accessesByResource();
    List<int[]> users = new ArrayList<>();
    for (int i = 0; i < accesses.userCount(resource); i++) {
      keepLargest(
          users,
          accesses.user(resource, i),
          model.accesses().counts()[accesses.position(resource, i)]);
    }
    return listed(users, "user", model.accesses().users(), idLength);
  }

  private ArrayNode usualResources(int user, int idLength) {
    CompressedRows accesses = model.accesses().likelihoods();
    List<int[]> resources = new ArrayList<>();
    for (int position = accesses.rowStart(user); position < accesses.rowEnd(user); position++) {
      keepLargest(resources, accesses.column(position), model.accesses().counts()[position]);
    }
    return listed(resources, "resource", model.accesses().resources(), idLength);
  }

  /** Keeps the five with the largest counts, in that order; of equal ones the first given. */
  private static void keepLargest(List<int[]> largest, int index, int count) {
    if (largest.size() == LIST_LENGTH && count <= largest.get(LIST_LENGTH - 1)[1]) {
      return;
    }
    if (largest.size() == LIST_LENGTH) {
      largest.remove(LIST_LENGTH - 1);
    }
    largest.add(new int[] {index, count});
    largest.sort(Comparator.comparingInt(entry -> -entry[1]));
  }

  private static ArrayNode listed(
      List<int[]> entries, String name, List<String> ids, int idLength) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int[] entry : entries) {
      list.addObject().put(name, shortened(ids.get(entry[0]), idLength)).put("accesses", entry[1]);
    }
    return list;
  }

  private ObjectNode community(int community) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("users", model.communities().userCount(community))
        .put("resources", model.communities().resourceCount(community));
  }

  private static String shortened(String id, int length) {
    if (id.length() <= length) {
      return id;
    }
    int end = Character.isHighSurrogate(id.charAt(length - 1)) ? length - 1 : length;
    return id.substring(0, end) + "…";
  }
}
