"""Which statements and detections are of one incident: blocking, scoring, clustering, and how sure each join is."""
