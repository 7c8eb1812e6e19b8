-- What an order, a message or an attention entry is about: a row of its own, whose id the thing itself shares. A clinic is
-- the subject of what belongs to nothing else.
create table subjects (
  id uuid primary key,
  kind text not null check (kind in ('appointment', 'prescription', 'clinic')),
  clinic_id uuid not null references clinics,
  -- Whoever refers to a subject can name its kind as well, and it is true.
  constraint subjects_kind unique (id, kind),
  constraint subjects_clinic_itself check (kind <> 'clinic' or id = clinic_id)
);

call grant_access('subjects', api => 'select, insert', worker => 'select, insert');
