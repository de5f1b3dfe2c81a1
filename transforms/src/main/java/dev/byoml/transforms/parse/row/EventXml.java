package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.value.FieldTree;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of a Windows event, or its {@code EventData} alone. {@code <Data Name="ShareName">}
 * is a member {@code ShareName}; another element or attribute is a member of its own name, in the
 * element around it. {@code Event}, {@code EventData}, {@code UserData} and {@code DataItem} only
 * wrap. As of the <a
 * href="https://learn.microsoft.com/windows/win32/wes/eventschema-eventtype-complextype">event
 * schema</a>.
 */
final class EventXml {
  private static final Set<String> WRAPPERS = Set.of("Event", "EventData", "UserData", "DataItem");
  private static final String NAME = "Name";

  /** The JDK's own, whatever else is on the class path; it reads no document type. */
  private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

  static {
    XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    XML.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
  }

  private EventXml() {}

  /**
   * Fills {@code row} from an event, up to where {@code text} is not XML.
   *
   * @param tree what is looked for in the event
   * @param depth how many objects it is within
   */
  static void read(String text, FieldTree tree, int depth, Row row) {
    try {
      XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(text));
      read(reader, tree, depth, row);
      reader.close();
    } catch (XMLStreamException e) {
      // What was read up to here counts: logs cut long columns off.
    }
  }

  private static void read(XMLStreamReader reader, FieldTree tree, int depth, Row row)
      throws XMLStreamException {
    // The places of the elements that are open. ArrayDeque takes no null.
    Deque<Place> open = new ArrayDeque<>();
    open.push(new Place(tree));
    StringBuilder characters = new StringBuilder();
    row.setDepth(depth);
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          open.push(start(reader, open.peek(), row));
          characters.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS -> characters.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          FieldTree place = open.pop().tree();
          if (place != null && place.field() >= 0) {
            row.setText(place.field(), characters.toString());
          }
          characters.setLength(0);
        }
        default -> {}
      }
    }
  }

  private static Place start(XMLStreamReader reader, Place around, Row row) {
    String element = reader.getLocalName();
    if (WRAPPERS.contains(element)) {
      return around;
    }
    String name = reader.getAttributeValue(null, NAME);
    Place place = around.member(element.equals("Data") && name != null ? name : element);
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      FieldTree attribute = place.member(reader.getAttributeLocalName(i)).tree();
      if (attribute != null && attribute.field() >= 0) {
        row.setText(attribute.field(), reader.getAttributeValue(i));
      }
    }
    return place;
  }

  /** Where an element stands in what is looked for; null if nothing is looked for there. */
  private record Place(FieldTree tree) {
    Place member(String name) {
      return new Place(tree == null ? null : tree.member(name));
    }
  }
}
