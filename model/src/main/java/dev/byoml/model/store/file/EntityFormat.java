package dev.byoml.model.store.file;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** Users and resources in their files. */
public final class EntityFormat extends RecordFormat<EntityFormat.Entity> {
  public static final EntityFormat USERS = new EntityFormat(Schemas.USER);
  public static final EntityFormat RESOURCES = new EntityFormat(Schemas.RESOURCE);

  private EntityFormat(Schema schema) {
    super(schema);
  }

  /** A user or a resource. */
  public record Entity(int index, String id, int community, float[] factors) {}

  @Override
  public void write(Entity entity, Encoder out) throws IOException {
    out.writeInt(entity.index());
    out.writeString(entity.id());
    out.writeInt(entity.community());
    writeFloats(entity.factors(), 0, entity.factors().length, out);
  }

  @Override
  public Entity read(Decoder in) throws IOException {
    return new Entity(in.readInt(), in.readString(), in.readInt(), readFloats(in));
  }
}
