-- Nobody asks which position an instant was: the past is asked for by the time at which a thing was recorded.
drop function anjuan.position_at(timestamptz);
