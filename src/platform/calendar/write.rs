//! Writes calendar objects.
//!
//! The same events give the same octets, so a feed can carry an ETag. Lines end with CRLF and are folded
//! at 75 octets without cutting a character; times are local to Asia/Tokyo, whose offset has been +09:00
//! without summer time since 1952.

use calcard::common::{CalendarScale, PartialDateTime};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Component, ICalendarMethod,
    ICalendarParameter as Parameter, ICalendarParticipationRole, ICalendarParticipationStatus,
    ICalendarProperty as Property, ICalendarStatus, Uri,
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::event::{Attendee, Event, Method, Organizer, Rsvp, Status};
use super::text;

const TOKYO: &str = "Asia/Tokyo";
const TOKYO_HOURS: u8 = 9;
const PRODUCT: &str = "-//renkei//renkei//JA";

/// One VCALENDAR with a VTIMEZONE and these events, ready to be sent or served as `text/calendar`.
///
/// `method` is what the object asks of a calendar program; a feed has none. `name` is the title under
/// which a subscribed feed appears (X-WR-CALNAME). Whatever the texts hold, they end no line and start
/// no property.
pub fn write(method: Option<Method>, events: &[Event], name: Option<&str>) -> String {
    let zone: u32 = 1;
    let first_event: u32 = 3;
    let mut calendar = head(method, name);
    calendar.component_ids = std::iter::once(zone).chain((first_event..).take(events.len())).collect();
    let [timezone, standard] = tokyo();
    let mut components = vec![calendar, timezone, standard];
    components.extend(events.iter().map(component));
    ICalendar { components }.to_string()
}

fn head(method: Option<Method>, name: Option<&str>) -> ICalendarComponent {
    let mut calendar = ICalendarComponent::new(Component::VCalendar);
    calendar.add_property(Property::Version, "2.0");
    calendar.add_property(Property::Prodid, PRODUCT);
    calendar.add_property(Property::Calscale, CalendarScale::Gregorian);
    if let Some(method) = method {
        let method = match method {
            Method::Request => ICalendarMethod::Request,
            Method::Cancel => ICalendarMethod::Cancel,
            Method::Publish => ICalendarMethod::Publish,
        };
        calendar.add_property(Property::Method, method);
    }
    if let Some(name) = name {
        calendar.add_property(Property::Other("X-WR-CALNAME".to_owned()), text::one_line(name));
    }
    calendar
}

/// VTIMEZONE with its only rule; component 2 of every object.
fn tokyo() -> [ICalendarComponent; 2] {
    let offset = PartialDateTime { tz_hour: Some(TOKYO_HOURS), tz_minute: Some(0), ..Default::default() };
    let mut standard = ICalendarComponent::new(Component::Standard);
    standard.add_property(Property::Dtstart, partial(NaiveDateTime::new(epoch_day(), NaiveTime::MIN)));
    standard.add_property(Property::Tzoffsetfrom, offset.clone());
    standard.add_property(Property::Tzoffsetto, offset);
    standard.add_property(Property::Tzname, "JST");
    let mut zone = ICalendarComponent::new(Component::VTimezone);
    zone.add_property(Property::Tzid, TOKYO);
    zone.component_ids = vec![2];
    [zone, standard]
}

fn epoch_day() -> NaiveDate {
    DateTime::UNIX_EPOCH.date_naive()
}

fn component(event: &Event) -> ICalendarComponent {
    let mut vevent = ICalendarComponent::new(Component::VEvent);
    vevent.add_uid(&text::one_line(&event.uid));
    vevent.add_sequence(event.sequence.into());
    vevent.add_dtstamp(utc(event.stamped_at));
    vevent.add_property_with_params(
        Property::Dtstart,
        [Parameter::tzid(TOKYO.to_owned())],
        local(event.starts_at),
    );
    vevent.add_property_with_params(
        Property::Dtend,
        [Parameter::tzid(TOKYO.to_owned())],
        local(event.ends_at),
    );
    vevent.add_property(Property::Summary, text::several_lines(&event.summary));
    if let Some(location) = event.location.as_deref().filter(|place| !place.is_empty()) {
        vevent.add_property(Property::Location, text::several_lines(location));
    }
    vevent.add_property(Property::Description, text::several_lines(&event.description));
    if let Some(url) = &event.url {
        vevent.add_property(Property::Url, text::uri(url));
    }
    vevent.add_property(
        Property::Status,
        match event.status {
            Status::Confirmed => ICalendarStatus::Confirmed,
            Status::Cancelled => ICalendarStatus::Cancelled,
        },
    );
    if let Some(organizer) = &event.organizer {
        add_organizer(&mut vevent, organizer);
    }
    if let Some(attendee) = &event.attendee {
        add_attendee(&mut vevent, attendee);
    }
    vevent
}

fn add_organizer(vevent: &mut ICalendarComponent, organizer: &Organizer) {
    let sent_by = organizer.sent_by.as_deref().map(|from| Parameter::sent_by(Uri::Location(mailto(from))));
    let parameters = common_name(&organizer.name).into_iter().chain(sent_by);
    vevent.add_property_with_params(Property::Organizer, parameters, mailto(&organizer.address));
}

fn add_attendee(vevent: &mut ICalendarComponent, attendee: &Attendee) {
    let parameters = common_name(&attendee.name).into_iter().chain([
        Parameter::role(ICalendarParticipationRole::ReqParticipant),
        Parameter::partstat(ICalendarParticipationStatus::NeedsAction),
        Parameter::rsvp(attendee.rsvp == Rsvp::Wanted),
    ]);
    vevent.add_property_with_params(Property::Attendee, parameters, mailto(&attendee.address));
}

fn common_name(name: &str) -> Option<Parameter> {
    let name = text::parameter(name);
    (!name.is_empty()).then(|| Parameter::cn(name))
}

fn mailto(address: &str) -> String {
    format!("mailto:{}", text::uri(address))
}

fn utc(instant: DateTime<Utc>) -> PartialDateTime {
    PartialDateTime { tz_hour: Some(0), tz_minute: Some(0), ..partial(instant.naive_utc()) }
}

fn local(instant: DateTime<Utc>) -> PartialDateTime {
    let utc = instant.naive_utc();
    partial(utc.checked_add_signed(TimeDelta::hours(TOKYO_HOURS.into())).unwrap_or(utc))
}

fn partial(moment: NaiveDateTime) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(moment.year()).ok(),
        month: u8::try_from(moment.month()).ok(),
        day: u8::try_from(moment.day()).ok(),
        hour: u8::try_from(moment.hour()).ok(),
        minute: u8::try_from(moment.minute()).ok(),
        second: u8::try_from(moment.second()).ok(),
        ..Default::default()
    }
}
